package org.midolab.lab.guide.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabException;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Wait;
import org.midolab.lab.runtime.Terminal;

/**
 * Uses a terminal like a person: types a line, waits for the prompt and reads the text between.
 * Secrets that are typed in this way are not in any process's arguments.
 */
final class ShellSession implements AutoCloseable {

  /**
   * Control sequences of the terminal, which are removed: colours, cursor movements, bracketed
   * paste, titles.
   */
  private static final Pattern CONTROL =
      Pattern.compile(
          "\u001b\\[[0-9;?]*[ -/]*[@-~]|\u001b\\][^\u0007]*\u0007|\u001b[()][A-Za-z0-9]|\u001b[=>78]");

  /** How long a look waits for the screen to change, in milliseconds. */
  private static final long MOMENT = 250;

  private final String name;
  private final Terminal terminal;
  private final StringBuilder screen = new StringBuilder();
  private boolean changed;
  private boolean ended;

  ShellSession(String name, Terminal terminal) {
    this.name = name;
    this.terminal = terminal;
    Thread.ofVirtual().name("screen-" + name).start(this::read);
  }

  /** Types one line and a line end. */
  void type(String line) {
    try {
      terminal.keyboard().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      terminal.keyboard().flush();
    } catch (IOException e) {
      throw new LabException(
          "the terminal on " + name + " does not accept input any more: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until the screen ends with a prompt, and clears the screen.
   *
   * @param prompt pattern at the end of the screen's text
   * @return the text before the prompt, and the match of the prompt
   */
  Shown awaitPrompt(Pattern prompt, Duration limit) {
    var atEnd = Pattern.compile("(?:" + prompt.pattern() + ")\\z");
    Wait.closely(
        limit,
        Probe.of("the terminal on " + name, this::change),
        Expectation.that(
            "the prompt " + prompt.pattern(),
            ignored -> {
              failWhenHungUp(atEnd);
              return atEnd.matcher(shown()).find();
            }));
    synchronized (screen) {
      var text = shown();
      Matcher matcher = atEnd.matcher(text);
      if (!matcher.find()) {
        throw new LabException("the prompt on " + name + " disappeared");
      }
      screen.setLength(0);
      return new Shown(text.substring(0, matcher.start()), matcher);
    }
  }

  private void failWhenHungUp(Pattern atEnd) {
    synchronized (screen) {
      if (ended && !atEnd.matcher(shown()).find()) {
        throw new LabException(
            "the terminal on " + name + " was closed; it last showed: " + tail());
      }
    }
  }

  /** The end of the screen, as soon as it has changed since the last look, or after a moment. */
  private String change() throws InterruptedException {
    synchronized (screen) {
      if (!changed && !ended) {
        screen.wait(MOMENT);
      }
      changed = false;
    }
    return tail();
  }

  private String tail() {
    var text = shown().strip();
    return text.length() > 600 ? "…" + text.substring(text.length() - 600) : text;
  }

  private String shown() {
    synchronized (screen) {
      return clean(screen.toString());
    }
  }

  static String clean(String raw) {
    return CONTROL.matcher(raw).replaceAll("").replace("\r\n", "\n").replace("\r", "");
  }

  private void read() {
    var buffer = new byte[8192];
    try (InputStream in = terminal.screen()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        var text = new String(buffer, 0, n, StandardCharsets.UTF_8);
        synchronized (screen) {
          screen.append(text);
          changed = true;
          screen.notifyAll();
        }
      }
    } catch (IOException e) {
      // The terminal was closed. Its text can still be read; the next wait reports it.
    }
    synchronized (screen) {
      ended = true;
      screen.notifyAll();
    }
  }

  @Override
  public void close() {
    terminal.close();
  }

  /**
   * Text on the screen.
   *
   * @param text without the prompt after it
   */
  record Shown(String text, Matcher prompt) {}
}
