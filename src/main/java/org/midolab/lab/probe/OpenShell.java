package org.midolab.lab.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.midolab.lab.runtime.ExecResult;

/**
 * A shell on a node that stays open and runs one command after another. It saves time: the engine
 * needs a tenth of a second to start a process in a container, and a check of a lab runs a thousand
 * commands. Used by one thread at a time.
 *
 * <p>The output of each command is written to files below {@code /run}, which is in memory, and is
 * then printed after its length.
 */
final class OpenShell implements AutoCloseable {

  /** Runs a process with the given streams. Returns when it has ended. */
  @FunctionalInterface
  interface Process {
    void run(List<String> command, InputStream in, OutputStream out);
  }

  private static final byte[] END = {};

  private final Keys keys = new Keys();
  private final Screen screen = new Screen();
  private String pid = "";

  OpenShell(String node, Process process) {
    Thread.ofVirtual()
        .name("open-shell-" + node)
        .start(
            () -> {
              try {
                process.run(List.of("/bin/sh"), keys, screen);
              } catch (RuntimeException e) {
                // The node went down. The next command sees that the stream has ended.
              } finally {
                screen.end();
              }
            });
  }

  boolean isOpen() {
    return !screen.ended();
  }

  /**
   * Runs a command.
   *
   * @return empty if the shell ended; it is unknown then how far the command ran
   * @throws LabException if the command does not end within the limit; the shell cannot be used any
   *     more
   */
  Optional<ExecResult> run(Duration limit, List<String> command) {
    keys.type(
        "echo $$; { %s; } < /dev/null > /run/.look.$$.1 2> /run/.look.$$.2; printf '%%d %%d %%d\\n' $? $(stat -c %%s /run/.look.$$.1 /run/.look.$$.2); cat /run/.look.$$.1 /run/.look.$$.2\n"
            .formatted(command.stream().map(OpenShell::quoted).collect(Collectors.joining(" "))));
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      pid = screen.line(deadline).orElse("");
      var head = screen.line(deadline);
      if (head.isEmpty()) {
        return Optional.empty();
      }
      var numbers = Arrays.stream(head.get().split(" ")).mapToInt(Integer::parseInt).toArray();
      var out = screen.bytes(numbers[1], deadline);
      var err = screen.bytes(numbers[2], deadline);
      return out.isEmpty() || err.isEmpty()
          ? Optional.empty()
          : Optional.of(new ExecResult(numbers[0], out.get(), err.get()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while '" + String.join(" ", command) + "' ran", e);
    }
  }

  /**
   * Returns the process id of the shell on the node; the command is a child process. Empty before
   * the first command.
   */
  String pid() {
    return pid;
  }

  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  @Override
  public void close() {
    keys.type("rm -f /run/.look.$$.1 /run/.look.$$.2; exit\n");
    keys.end();
  }

  /** The stream of typed text, until {@link #end} is called. */
  private static final class Keys extends InputStream {

    private final LinkedBlockingQueue<byte[]> typed = new LinkedBlockingQueue<>();
    private byte[] current = {};
    private int position;
    private boolean ended;

    void type(String text) {
      typed.add(text.getBytes(StandardCharsets.UTF_8));
    }

    void end() {
      typed.add(END);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        while (!ended && position == current.length) {
          current = typed.take();
          position = 0;
          ended = current == END;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
      if (ended) {
        return -1;
      }
      int count = Math.min(length, current.length - position);
      System.arraycopy(current, position, bytes, offset, count);
      position += count;
      return count;
    }
  }

  /** Collects the output of the shell until it ends. */
  private static final class Screen extends OutputStream {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private boolean ended;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      lock.lock();
      try {
        shown.write(bytes, offset, length);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void end() {
      lock.lock();
      try {
        ended = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    boolean ended() {
      lock.lock();
      try {
        return ended;
      } finally {
        lock.unlock();
      }
    }

    Optional<String> line(long deadline) throws InterruptedException {
      lock.lock();
      try {
        while (true) {
          var bytes = shown.toByteArray();
          for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
              take(bytes, i + 1);
              return Optional.of(new String(bytes, 0, i, StandardCharsets.UTF_8));
            }
          }
          if (ended) {
            return Optional.empty();
          }
          await(deadline);
        }
      } finally {
        lock.unlock();
      }
    }

    Optional<String> bytes(int count, long deadline) throws InterruptedException {
      lock.lock();
      try {
        while (shown.size() < count) {
          if (ended) {
            return Optional.empty();
          }
          await(deadline);
        }
        var bytes = shown.toByteArray();
        take(bytes, count);
        return Optional.of(new String(bytes, 0, count, StandardCharsets.UTF_8));
      } finally {
        lock.unlock();
      }
    }

    private void take(byte[] bytes, int count) {
      shown = new ByteArrayOutputStream();
      shown.write(bytes, count, bytes.length - count);
    }

    private void await(long deadline) throws InterruptedException {
      if (changed.awaitNanos(deadline - System.nanoTime()) <= 0) {
        throw new LabException("the command did not end in time");
      }
    }
  }
}
