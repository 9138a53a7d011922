package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private final StringWriter out = new StringWriter();
  private final Console console = new Console(new PrintWriter(out), Duration.ofMillis(40));

  @Test
  void aLongPhaseIsShownAsRunning() {
    console.started("image nsdb");
    await().until(() -> out.toString().contains("still running: image nsdb (0 s)"));
    console.finished("image nsdb", Duration.ofMillis(1200));
    assertThat(out.toString()).endsWith(" 1.2 s\n");
  }

  @Test
  void aFinishedPhaseIsNotShownAsRunning() {
    console.started("image nsdb");
    console.finished("image nsdb", Duration.ofMillis(10));
    console.started("image agent");
    await().until(() -> out.toString().contains("still running: "));
    assertThat(out.toString()).doesNotContain("still running: image nsdb");
  }
}
