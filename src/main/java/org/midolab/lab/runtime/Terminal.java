package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A command on a pseudo-terminal of a node. Its input is what a user types; its output is what a
 * screen shows, echo included.
 */
public final class Terminal implements AutoCloseable {

  private final Engine engine;
  private final String exec;
  private final ExecConnection connection;

  Terminal(Engine engine, String exec, ExecConnection connection) {
    this.engine = engine;
    this.exec = exec;
    this.connection = connection;
  }

  /** Returns the stream for typed bytes. A line ends with a carriage return or a line feed. */
  public OutputStream keyboard() {
    return connection.out();
  }

  /** Returns the stream of shown bytes. It ends when the command has ended. */
  public InputStream screen() {
    return connection.in();
  }

  public void resize(int columns, int rows) {
    engine.resize(exec, columns, rows);
  }

  /** Returns the command's exit code. Call it after the stream of {@link #screen()} has ended. */
  public int exitCode() {
    try {
      return engine.exitCode(exec);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
  }

  /** Closes the terminal. Kills the command if it still runs. */
  @Override
  public void close() {
    try {
      engine.kill(exec);
      connection.close();
    } catch (IOException e) {
      throw new LabFailure("cannot close the terminal: " + e.getMessage(), e);
    }
  }
}
