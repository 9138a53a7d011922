package org.midolab.lab.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.midolab.lab.runtime.Progress;

/** What a verb prints: phases with their times, and tables. */
final class Console implements Progress {

  private final PrintWriter out;

  Console(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void started(String phase) {
    // A phase is one line, when it is over: the same on a terminal and in a log.
  }

  @Override
  public synchronized void finished(String phase, Duration took) {
    out.printf(Locale.ROOT, "  %-32s %7.1f s%n", phase, took.toMillis() / 1000.0);
    out.flush();
  }

  synchronized void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Rows in columns as wide as their widest cell; the first row is the head. */
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
    out.flush();
  }
}
