package org.midolab.lab.command;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;

/**
 * Connects this terminal with one on a node: keys are sent to the node, its output is shown here.
 */
final class Passthrough {

  private Passthrough() {}

  /**
   * Runs the command to its end and returns its exit code. Without a terminal here, only the
   * streams are connected.
   */
  static int run(Node node, List<String> command) {
    var console = System.console();
    if (console == null || !console.isTerminal()) {
      return node.stream(command, System.in, System.out, System.err);
    }
    try (Terminal here = TerminalBuilder.builder().system(true).build()) {
      Attributes before = here.enterRawMode();
      here.setAttributes(blocking(here.getAttributes()));
      try (var there = node.terminal(command, here.getColumns(), here.getRows());
          var _ = AtExit.run(there::close)) {
        here.handle(Signal.WINCH, _ -> there.resize(here.getColumns(), here.getRows()));
        Thread.ofPlatform().daemon().name("keyboard").start(() -> keys(there.keyboard()));
        there.screen().transferTo(System.out);
        System.out.flush();
        return there.exitCode();
      } finally {
        here.setAttributes(before);
      }
    } catch (IOException e) {
      throw new LabFailure("this terminal cannot be connected: " + e.getMessage(), e);
    }
  }

  /**
   * Makes reads block. In JLine's raw mode, a read returns after 100 ms without a byte, which looks
   * like the end of input.
   */
  private static Attributes blocking(Attributes raw) {
    raw.setControlChar(ControlChar.VMIN, 1);
    raw.setControlChar(ControlChar.VTIME, 0);
    return raw;
  }

  private static void keys(java.io.OutputStream keyboard) {
    try {
      @SuppressWarnings("resource") // standard input stays open
      InputStream keys = new FileInputStream(FileDescriptor.in);
      byte[] some = new byte[1024];
      for (int count = keys.read(some); count > 0; count = keys.read(some)) {
        keyboard.write(some, 0, count);
      }
    } catch (IOException e) {
      // The command has ended and reads no more input.
    }
  }
}
