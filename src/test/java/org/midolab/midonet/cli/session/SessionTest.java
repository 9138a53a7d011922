package org.midolab.midonet.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.midolab.midonet.cli.schema.Schema;

/** Compares whole sessions line by line with transcripts, which cite the source of each form. */
class SessionTest {

  private TwinApi api;

  @BeforeEach
  void bootWithTheGuidesHosts() throws IOException {
    api = new TwinApi();
    Stream.of("controller", "gateway1", "gateway2", "compute1")
        .forEach(
            name ->
                api.hostInterface(
                    api.host(name, true), "eth1", 3, "10.0.0.1", "fe80:0:0:0:0:0:0:1"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @FieldSource("org.midolab.midonet.cli.session.Transcript#ON_TERMINAL")
  void terminalSessionAnswersAsRecorded(String name) {
    replay(name, true);
  }

  @ParameterizedTest
  @FieldSource("org.midolab.midonet.cli.session.Transcript#AS_SCRIPT")
  void scriptAnswersAsRecorded(String name) {
    replay(name, false);
  }

  private void replay(String name, boolean terminal) {
    var settings =
        new Settings(
            URI.create(api.url()),
            new Settings.Credentials("admin", "secret", "admin"),
            null,
            true,
            false);
    try (var rest = new Rest(settings, new PrintStream(PrintStream.nullOutputStream()))) {
      rest.open();
      var answer = new StringWriter();
      var interpreter =
          new Interpreter(
              Schema.MIDONET, rest, new Aliases(terminal), null, new PrintWriter(answer));
      for (Transcript entry : Transcript.read(name)) {
        answer.getBuffer().setLength(0);
        interpreter.perform(entry.command());
        assertThat(answer.toString().lines().filter(line -> !line.isBlank()).toList())
            .as("%s:%d %s (%s)", name, entry.line(), entry.command(), entry.source())
            .isEqualTo(entry.answer());
      }
    }
  }
}
