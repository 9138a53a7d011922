package org.midolab.midonet.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.midonet.cli.schema.Schema;
import org.midolab.midonet.cli.session.Interpreter.Outcome;

/** Tests the prompt: input, history and end of a session. */
class ShellTest {

  @TempDir private Path home;

  private final List<String> performed = new ArrayList<>();
  private String shown;

  /** Sends the keys, then Ctrl-D. */
  private boolean type(String keys, Outcome... outcomes) throws IOException {
    var screen = new ByteArrayOutputStream();
    var keyboard = new PipedOutputStream();
    var wire = new PipedInputStream(keyboard, 4096); // stays open, like a terminal without input
    keyboard.write((keys + "\u0004").getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
    performed.clear();
    // In memory, without a pseudo-terminal: the kernel's line discipline would take the keys that
    // arrive while the terminal is not raw, and Ctrl-D among them.
    try (var terminal =
        new ExternalTerminal("keyboard", "dumb", wire, screen, StandardCharsets.UTF_8)) {
      boolean succeeded =
          Shell.on(terminal, home.resolve("history"), Schema.MIDONET, new Aliases(true))
              .run(
                  line -> {
                    performed.add(line);
                    return performed.size() <= outcomes.length
                        ? outcomes[performed.size() - 1]
                        : Outcome.SUCCESS;
                  });
      shown = screen.toString(StandardCharsets.UTF_8);
      return succeeded;
    }
  }

  @Test
  void readsLinesUntilTheInputEnds() throws IOException {
    assertThat(type("router list\n\nhost list\n")).isTrue();
    assertThat(performed).containsExactly("router list", "host list");
    // Input before the first prompt is echoed before it.
    assertThat(shown).contains(Shell.PROMPT);
  }

  @Test
  void theLastCommandDeterminesTheResult() throws IOException {
    assertThat(type("a\nb\n", Outcome.FAILURE, Outcome.SUCCESS)).isTrue();
    assertThat(type("a\nb\n", Outcome.SUCCESS, Outcome.FAILURE)).isFalse();
    assertThat(type("a\nexit\nb\n", Outcome.FAILURE, Outcome.END)).isFalse();
    assertThat(performed).containsExactly("a", "exit");
    assertThat(type("a\nb\n", Outcome.END_IN_FAILURE)).isFalse();
    assertThat(performed).containsExactly("a");
  }

  @Test
  void anExclamationMarkAndQuotesArriveAsTyped() throws IOException {
    type("chain chain0 add rule src !10.0.0.0/8\nrouter create name \"Edge Router\n");
    assertThat(performed)
        .containsExactly(
            "chain chain0 add rule src !10.0.0.0/8", "router create name \"Edge Router");
  }

  @Test
  void theHistoryIsStoredWithoutSecrets() throws IOException {
    type("router list\nrouter router0 bgp-peer peer0 set password s3cret\nhost list\n");
    Path history = home.resolve("history");
    assertThat(Files.readString(history))
        .contains("router list", "host list")
        .doesNotContain("s3cret", "password");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
        .isEqualTo("rw-------");
  }
}
