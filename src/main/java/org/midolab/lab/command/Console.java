package org.midolab.lab.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.midolab.lab.runtime.Progress;

/**
 * The output of a verb: phases with their times, and tables. A phase is printed on one line when it
 * ends, on a terminal as in a log. While a long phase runs, a line shows from time to time that it
 * still runs.
 */
final class Console implements Progress {

  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final Duration silence;
  private final Map<String, Long> running = new LinkedHashMap<>();
  private ScheduledExecutorService ticker;
  private long printed = System.nanoTime();

  Console(PrintWriter out) {
    this(out, SILENCE);
  }

  /**
   * @param silence time without output after which the running phases are printed
   */
  Console(PrintWriter out, Duration silence) {
    this.out = out;
    this.silence = silence;
  }

  @Override
  public synchronized void started(String phase) {
    running.put(phase, System.nanoTime());
    if (ticker == null) {
      ticker =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("progress").factory());
      long period = silence.toNanos() / 4;
      ticker.scheduleAtFixedRate(this::tick, period, period, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void tick() {
    long now = System.nanoTime();
    if (!running.isEmpty() && now - printed >= silence.toNanos()) {
      line(
          running.entrySet().stream()
              .map(e -> e.getKey() + " (" + (now - e.getValue()) / 1_000_000_000 + " s)")
              .collect(Collectors.joining(", ", "    still running: ", "")));
    }
  }

  @Override
  public synchronized void finished(String phase, Duration took) {
    running.remove(phase);
    out.printf(Locale.ROOT, "  %-32s %7.1f s%n", phase, took.toMillis() / 1000.0);
    flush();
  }

  /** Returns the running phases, separated by commas; empty if none runs. */
  synchronized String running() {
    return String.join(", ", running.keySet());
  }

  @Override
  public void say(String sentence) {
    line("  " + sentence);
  }

  /** Ends a phase that is too short to be printed. */
  synchronized void ended(String phase) {
    running.remove(phase);
  }

  synchronized void line(String text) {
    out.println(text);
    flush();
  }

  /** Prints rows in columns as wide as their widest cell. The first row is the header. */
  synchronized void table(List<List<String>> rows) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append("  ").append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length()));
      }
      out.println(line.toString().stripTrailing());
    }
    flush();
  }

  private void flush() {
    out.flush();
    printed = System.nanoTime();
  }
}
