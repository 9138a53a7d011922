package org.midolab.midonet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where settings come from, and which source wins (fact sheet "midonet", §5.1). */
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
  void theFileAloneIsEnough() {
    Settings settings = Settings.resolve(options(), Map.of(), RC);
    assertThat(settings.api()).hasToString("http://rc:8181/midonet-api");
    assertThat(settings.credentials())
        .isEqualTo(new Settings.Credentials("rc-user", "rc-secret", "rc-project"));
    assertThat(settings.tenant()).isNull();
    assertThat(settings.verifyCertificates()).isTrue();
  }

  @Test
  void theEnvironmentBeatsTheFileAndOptionsBeatBoth() {
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

  @Test
  void whatIsMissingIsNamedWithAllItsSources() {
    assertThatThrownBy(() -> Settings.resolve(options(), Map.of(), Map.of("username", "u")))
        .isInstanceOf(Settings.Incomplete.class)
        .hasMessageContainingAll("--midonet-url", "MIDO_PASSWORD", "project_id")
        .hasMessageNotContaining("MIDO_USER");
  }

  @Test
  void withoutAuthenticationTheUrlIsEnough() {
    assertThat(
            Settings.resolve(options("-A", "--midonet-url", "http://x/y"), Map.of(), Map.of())
                .credentials())
        .isNull();
  }

  @Test
  void aUrlThatIsNoneIsRefused() {
    assertThatThrownBy(
            () ->
                Settings.resolve(
                    options("-A", "--midonet-url", "controller:8181"), Map.of(), Map.of()))
        .hasMessageContaining("'controller:8181'");
  }

  @Test
  void certificatesAreCheckedUnlessToldOtherwise() {
    var environment = Map.of("MIDO_DISABLE_SSL_CERTIFICATE_VALIDATION", "true");
    assertThat(Settings.resolve(options(), environment, RC).verifyCertificates()).isFalse();
    assertThatThrownBy(
            () ->
                Settings.resolve(
                    options("--disable_ssl_certificate_validation", "perhaps"), Map.of(), RC))
        .hasMessageContaining("'perhaps'");
  }

  @Test
  void credentialsDoNotShowThePassword() {
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
    Files.writeString(rc, "[cli]\nnonsense\n");
    assertThatThrownBy(() -> RcFile.read(rc)).hasMessageContaining("line 2");
  }
}
