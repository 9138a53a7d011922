package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A command on a pseudo-terminal of a node: what is typed goes in, what the screen would show comes
 * out, echo included.
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

  /** Bytes typed; a line ends with a carriage return or a line feed. */
  public OutputStream keyboard() {
    return connection.out();
  }

  /** Bytes shown; ends when the command has ended. */
  public InputStream screen() {
    return connection.in();
  }

  public void resize(int columns, int rows) {
    engine.resize(exec, columns, rows);
  }

  /** The command's exit code; to be asked after the screen has ended. */
  public int exitCode() {
    try {
      return engine.exitCode(exec);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
  }

  /** Hangs up: the command is killed if it still runs. */
  @Override
  public void close() {
    try {
      engine.kill(exec);
      connection.close();
    } catch (IOException e) {
      throw new LabFailure("hanging up: " + e.getMessage(), e);
    }
  }
}
