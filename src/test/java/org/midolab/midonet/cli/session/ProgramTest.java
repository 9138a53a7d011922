package org.midolab.midonet.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the program as scripts call it: arguments, standard input, exit codes (docs:
 * contract.md#cli-invocation).
 */
class ProgramTest {

  @TempDir private Path home;

  private TwinApi api;
  private String out;
  private String err;

  @BeforeEach
  void start() throws IOException {
    api = new TwinApi();
    configure("secret");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private void configure(String password) throws IOException {
    Files.writeString(
        home.resolve(".midonetrc"),
        "[cli]\napi_url = %s\nusername = admin\npassword = %s\nproject_id = admin\n"
            .formatted(api.url(), password));
  }

  private static InputStream lines(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private int run(String input, String... args) {
    return run(lines(input), args);
  }

  private int run(InputStream input, String... args) {
    var stdout = new ByteArrayOutputStream();
    var stderr = new ByteArrayOutputStream();
    var cli =
        new Program(
            Map.of(),
            home,
            input,
            new PrintStream(stdout, true, StandardCharsets.UTF_8),
            new PrintStream(stderr, true, StandardCharsets.UTF_8));
    int code = cli.run(args, false);
    out = stdout.toString(StandardCharsets.UTF_8);
    err = stderr.toString(StandardCharsets.UTF_8);
    return code;
  }

  @Test
  void evalPerformsAllRemainingWordsAsOneCommand() {
    assertThat(run("", "-e", "bridge", "create", "name", "b")).isZero();
    String id = out.strip();
    assertThat(Aliases.isUuid(id)).isTrue();
    assertThat(run("", "-e", "bridge list")).isZero();
    assertThat(out).isEqualTo("bridge " + id + " name b state up" + System.lineSeparator());
  }

  @Test
  void optionsMayFollowTheEvalFlag() {
    assertThat(run("", "-e", "-A", "--midonet-url=" + api.url())).isZero();
    assertThat(run("", "-A", "-e", "router", "list")).isZero();
  }

  /**
   * Option no-auth requires no credentials, and uses given ones to log in (docs:
   * contract.md#cli-invocation).
   */
  @Test
  void withoutAuthenticationGivenCredentialsAreUsed() throws IOException {
    api.authenticating();
    assertThat(run("", "-A", "-e", "router", "list")).isZero();
    Files.delete(home.resolve(".midonetrc"));
    assertThat(run("", "-A", "--midonet-url", api.url(), "-e", "router", "list")).isEqualTo(1);
    assertThat(err).startsWith("Invalid credential");
    api.close();
    api = new TwinApi();
    assertThat(run("", "-A", "--midonet-url", api.url(), "-e", "router", "list")).isZero();
  }

  @Test
  void pastedPromptsAreIgnored() {
    assertThat(run("\ufeff# from a page\nmidonet> router create name r\n  midonet> list router\n"))
        .isZero();
    assertThat(out.lines()).hasSize(2).last().asString().endsWith("name r state up");
    assertThat(run("\ufefflist router\n")).isZero();
    assertThat(out.lines()).hasSize(1);
  }

  /** RFC 7234, §5.5. */
  @Test
  void warningsOfTheClusterArePrintedOnStandardError() {
    api.warn("199 midonet-cluster \"stored, \\\"not\\\" enforced\", 199 - \"and more\"");
    assertThat(run("", "-e", "router", "create", "name", "r")).isZero();
    assertThat(err.lines())
        .containsExactly("Warning: stored, \"not\" enforced", "Warning: and more");
    assertThat(Aliases.isUuid(out.strip())).isTrue();
    assertThat(run("", "-e", "router", "list")).isZero();
    assertThat(err).isEmpty();
  }

  /** The output for a new port is the port's UUID (docs: contract.md#cli-invocation). */
  @Test
  void aScriptPrintsANewPortsIdAlone() {
    run("", "-e", "router create name r");
    String router = out.strip();
    run("", "-e", "router " + router + " add port address 10.0.0.1 net 10.0.0.0/24");
    assertThat(Aliases.isUuid(out.strip())).isTrue();
    run("", "-e", "router " + router + " port " + out.strip() + " show device");
    assertThat(out).startsWith("router " + router + " name r");
  }

  @Test
  void aScriptContinuesAfterAFailureAndTheLastCommandDecides() {
    assertThat(run("# a comment\nrouter create name r\n\nnonsense\nrouter list\n")).isZero();
    assertThat(out.lines()).hasSize(3);
    assertThat(out).contains("Syntax error at: ...nonsense");
    assertThat(run("router list\nnonsense\n")).isEqualTo(1);
    assertThat(run("nonsense\nrouter list\nexit\nnonsense\n")).isZero();
  }

  @Test
  void aFailedCommandExitsWithOne() {
    assertThat(run("", "-e", "router", "list", "colour", "blue")).isEqualTo(1);
    assertThat(out).startsWith("Syntax error at: ...colour blue");
  }

  @Test
  void missingSettingsExitWithTwo() throws IOException {
    Files.delete(home.resolve(".midonetrc"));
    assertThat(run("", "-e", "router", "list")).isEqualTo(2);
    assertThat(err).contains("MIDO_API_URL");
    assertThat(out).isEmpty();
  }

  @Test
  void unknownOptionsAndStrayArgumentsExitWithTwo() {
    assertThat(run("", "--config", "x")).isEqualTo(2);
    assertThat(err).contains("'--config'").contains("--help");
    assertThat(run("", "--user")).isEqualTo(2);
    assertThat(run("", "--debug=yes")).isEqualTo(2);
    assertThat(run("", "router", "list")).isEqualTo(2);
    assertThat(err).contains("-e");
  }

  @Test
  void badCredentialsExitWithOne() throws IOException {
    api.authenticating();
    assertThat(run("", "-e", "router", "list")).isZero();
    configure("wrong");
    assertThat(run("", "-e", "router", "list")).isEqualTo(1);
    assertThat(err).startsWith("Invalid credential");
  }

  @Test
  void anExpiredTokenEndsTheSession() {
    api.authenticating();
    assertThat(run("router list\n")).isZero();
    api.expireTokens();
    assertThat(run("router list\nrouter list\n")).isEqualTo(1);
  }

  /**
   * An answer 401 during a session prints one line, as does a refused login (docs:
   * contract.md#cli-output).
   */
  @Test
  void theErrorThatEndsASessionIsPrintedOnceOnStandardOutput() throws IOException {
    api.authenticating().expireTokensAfter("routers");
    assertThat(run("router list\nbridge list\nbridge list\n")).isEqualTo(1);
    assertThat(out.lines()).singleElement().asString().startsWith("Invalid credential");
  }

  @Test
  void aFailureOfTheClusterIsAnInternalErrorAndTheSessionContinues() {
    api.failOn("bridges");
    assertThat(run("bridge list\nrouter create name r\n")).isZero();
    assertThat(out.lines()).hasSize(2);
    assertThat(out).startsWith("Internal error: ZooKeeper does not answer");
    assertThat(run("bridge list\n")).isEqualTo(1);
  }

  @Test
  void anUnreachableClusterEndsTheSession() {
    var goingAway =
        new SequenceInputStream(
            lines("router list\n"),
            new FilterInputStream(lines("bridge list\nrouter list\n")) {
              @Override
              public int read(byte[] bytes, int from, int length) throws IOException {
                api.close();
                return super.read(bytes, from, length);
              }
            });
    assertThat(run(goingAway)).isEqualTo(1);
    assertThat(out.lines()).singleElement().asString().contains("Is midonet-cluster running");
  }

  @Test
  void theTenantOptionSetsTheSessionsTenant() {
    assertThat(run("router create name everybodys\n")).isZero();
    assertThat(run("router create name mine\nrouter list\n", "--tenant", "blue")).isZero();
    assertThat(out.lines()).hasSize(2).last().asString().contains("name mine");
    assertThat(run("cleart\nrouter list\n", "--tenant", "blue")).isZero();
    assertThat(out.lines()).hasSize(3).first().isEqualTo("tenant_id: None");
    assertThat(run("", "--tenant", "blue", "-e", "router list")).isZero();
    assertThat(out.lines()).hasSize(1);
  }

  @Test
  void anUnreachableApiExitsWithOneAndPrintsItsAddress() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThat(
            run("", "-A", "--midonet-url", "http://127.0.0.1:" + port + "/x", "-e", "router list"))
        .isEqualTo(1);
    assertThat(err).contains("127.0.0.1:" + port).contains("midonet-cluster");
  }

  @Test
  void debugOutputHidesSecrets() {
    api.authenticating();
    assertThat(run("debug on\nrouter create name r\n", "-d")).isZero();
    String router = out.lines().toList().getLast();
    assertThat(
            run(
                "",
                "-d",
                "-e",
                "router " + router + " add bgp-peer asn 1 address 10.0.0.1 password s3cret"))
        .isZero();
    assertThat(err)
        .contains("POST")
        .contains("\"asNumber\":1")
        .doesNotContain("s3cret")
        .doesNotContain("\"00000000\"");
  }

  @Test
  void askingForAPasswordNeedsATerminal() {
    assertThat(run("", "-p", "-e", "router list")).isEqualTo(2);
    assertThat(err).contains("terminal");
  }

  @Test
  void helpNeedsNeitherSettingsNorACluster() throws IOException {
    Files.delete(home.resolve(".midonetrc"));
    assertThat(run("", "--help")).isZero();
    assertThat(out).contains("--midonet-url", "-e", "~/.midonetrc");
    assertThat(api.requests()).isEmpty();
  }
}
