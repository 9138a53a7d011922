package org.midolab.midonet.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the sources of settings and their precedence (docs: contract.md#cli-invocation). */
class SettingsTest {

  private static final Map<String, String> RC =
      Map.of(
          "api_url", "http://rc:8181/midonet-api/",
          "username", "rc-user",
          "password", "rc-secret",
          "project_id", "rc-project");

  private static Options options(String... args) {
    return Options.parse(Stream.concat(Stream.of("-e"), Stream.of(args)).toArray(String[]::new));
  }

  @Test
  void theFileAloneIsSufficient() {
    Settings settings = Settings.resolve(options(), Map.of(), RC);
    assertThat(settings.api()).hasToString("http://rc:8181/midonet-api");
    assertThat(settings.credentials())
        .isEqualTo(new Settings.Credentials("rc-user", "rc-secret", "rc-project"));
    assertThat(settings.tenant()).isNull();
    assertThat(settings.verifyCertificates()).isTrue();
  }

  @Test
  void theEnvironmentOverridesTheFileAndOptionsOverrideBoth() {
    var environment =
        Map.of(
            "MIDO_API_URL", "http://env/api", "MIDO_USER", "env-user", "MIDO_TENANT", "env-tenant");
    Settings settings =
        Settings.resolve(options("-u", "me", "--midonet-url=https://arg/api"), environment, RC);
    assertThat(settings.api()).hasToString("https://arg/api");
    assertThat(settings.credentials().user()).isEqualTo("me");
    assertThat(settings.tenant()).isEqualTo("env-tenant");
    assertThat(Settings.resolve(options(), environment, RC).credentials().user())
        .isEqualTo("env-user");
    assertThat(Settings.resolve(options("--tenant", ""), environment, RC).tenant()).isNull();
  }

  /** For each setting, the option overrides the variable, and the variable overrides the file. */
  @ParameterizedTest
  @CsvSource({
    "--midonet-url, MIDO_API_URL, api_url",
    "--user, MIDO_USER, username",
    "--project-id, MIDO_PROJECT_ID, project_id",
    "--tenant, MIDO_TENANT, tenant",
    "--disable_ssl_certificate_validation, MIDO_DISABLE_SSL_CERTIFICATE_VALIDATION,"
        + " disable_ssl_certificate_validation",
    ", MIDO_PASSWORD, password",
  })
  void everySettingHasTheSamePrecedence(String option, String variable, String key) {
    var rc = new HashMap<>(RC);
    rc.put(key, value(key, 1));
    assertThat(effective(options(), Map.of(), rc, key)).isEqualTo(value(key, 1));
    var environment = Map.of(variable, value(key, 0));
    assertThat(effective(options(), environment, rc, key)).isEqualTo(value(key, 0));
    if (option != null) {
      Options given = options(option, value(key, 1));
      assertThat(effective(given, environment, Map.copyOf(RC), key)).isEqualTo(value(key, 1));
    }
  }

  private static String value(String key, int n) {
    return switch (key) {
      case "api_url" -> "http://host" + n + ":8181/midonet-api";
      case "disable_ssl_certificate_validation" -> n == 1 ? "true" : "false";
      default -> "value" + n;
    };
  }

  private static String effective(
      Options options, Map<String, String> environment, Map<String, String> rc, String key) {
    Settings settings = Settings.resolve(options, environment, rc);
    return switch (key) {
      case "api_url" -> settings.api().toString();
      case "username" -> settings.credentials().user();
      case "password" -> settings.credentials().password();
      case "project_id" -> settings.credentials().project();
      case "tenant" -> settings.tenant();
      default -> String.valueOf(!settings.verifyCertificates());
    };
  }

  @Test
  void missingSettingsAreReportedWithAllTheirSources() {
    assertThatThrownBy(() -> Settings.resolve(options(), Map.of(), Map.of("username", "u")))
        .isInstanceOf(Settings.Incomplete.class)
        .hasMessageContainingAll("--midonet-url", "MIDO_PASSWORD", "project_id")
        .hasMessageNotContaining("MIDO_USER");
  }

  @Test
  void withoutAuthenticationTheUrlIsSufficientAndGivenCredentialsAreUsed() {
    assertThat(
            Settings.resolve(options("-A", "--midonet-url", "http://x/y"), Map.of(), Map.of())
                .credentials())
        .isEqualTo(new Settings.Credentials("", "", ""));
    assertThat(Settings.resolve(options("-A", "-u", "me"), Map.of(), RC).credentials())
        .isEqualTo(new Settings.Credentials("me", "rc-secret", "rc-project"));
  }

  @Test
  void theEnvironmentDeterminesTheHomeDirectory() {
    assertThat(Program.home(Map.of("HOME", "/x"), "/root")).isEqualTo(Path.of("/x"));
    assertThat(Program.home(Map.of("HOME", ""), "/root")).isEqualTo(Path.of("/root"));
    assertThat(Program.home(Map.of(), "/root")).isEqualTo(Path.of("/root"));
  }

  @Test
  void theLastOfTwoOptionsWinsAndAtSignsAreNotExpanded() {
    assertThat(options("-u", "a", "-u", "b", "@x").user()).isEqualTo("b");
    assertThat(options("@x", "-Ad").command()).containsExactly("@x");
  }

  @Test
  void anInvalidUrlIsRefused() {
    assertThatThrownBy(
            () ->
                Settings.resolve(
                    options("-A", "--midonet-url", "controller:8181"), Map.of(), Map.of()))
        .hasMessageContaining("'controller:8181'");
  }

  @Test
  void certificatesAreCheckedByDefault() {
    var environment = Map.of("MIDO_DISABLE_SSL_CERTIFICATE_VALIDATION", "true");
    assertThat(Settings.resolve(options(), environment, RC).verifyCertificates()).isFalse();
    assertThatThrownBy(
            () ->
                Settings.resolve(
                    options("--disable_ssl_certificate_validation", "perhaps"), Map.of(), RC))
        .hasMessageContaining("'perhaps'");
  }

  @Test
  void credentialsPrintNoPassword() {
    assertThat(new Settings.Credentials("u", "s3cret", "p")).asString().doesNotContain("s3cret");
  }

  @Test
  void theFileIsAnIniFile(@TempDir Path home) throws IOException {
    Path rc =
        Files.writeString(
            home.resolve(".midonetrc"),
            "# mine\n[other]\nusername = no\n[cli]\napi_url=http://a:1/b\nusername : u = v\n");
    assertThat(RcFile.read(rc)).isEqualTo(Map.of("api_url", "http://a:1/b", "username", "u = v"));
    assertThat(RcFile.read(home.resolve("absent"))).isEmpty();
    Files.writeString(
        rc,
        "\ufeff[cli]\r\napi_url = http://a:1/b ; the lab's\r\npassword = a;b #c\nusername =\"\"\n");
    assertThat(RcFile.read(rc))
        .isEqualTo(Map.of("api_url", "http://a:1/b", "password", "a;b #c", "username", ""));
    Files.writeString(rc, "[cli]\nnonsense\n");
    assertThatThrownBy(() -> RcFile.read(rc)).hasMessageContaining("line 2");
  }
}
