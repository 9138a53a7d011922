package org.midolab.lab.certificate.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Writes the log of a run, with a line for each event. Each line contains the hash of the previous
 * line. So a changed, removed or moved line is detected unless all later lines are changed too.
 * Safe for use by several threads.
 */
public final class RunLog implements AutoCloseable {

  private final OutputStream out;
  private final InstantSource clock;
  private String previous = LogEntry.FIRST;
  private int written;

  private RunLog(OutputStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /**
   * Creates a log.
   *
   * @param file the file, which must not exist yet
   */
  public static RunLog begin(Path file, InstantSource clock) {
    try {
      return new RunLog(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), clock);
    } catch (IOException e) {
      throw new UncheckedIOException("the run log cannot be begun: " + file, e);
    }
  }

  /** Appends an event with the current time. */
  public synchronized void append(LogEntry.Kind kind, Object body) {
    var time = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    byte[] line = Json.bytes(new LogEntry(written + 1, time, kind, previous, Json.tree(body)));
    try {
      out.write(line);
      out.write("\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the run log cannot be written", e);
    }
    previous = Sha256.of(line);
    written++;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
