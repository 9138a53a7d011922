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
 * Writes the log of a run, a line for each thing that happens. Each line holds the hash of the line
 * before, so that none can be changed, left out or put elsewhere without changing all that follow.
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

  /** Begins a log in a file that does not exist yet. */
  public static RunLog begin(Path file, InstantSource clock) {
    try {
      return new RunLog(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), clock);
    } catch (IOException e) {
      throw new UncheckedIOException("the run log cannot be begun: " + file, e);
    }
  }

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
