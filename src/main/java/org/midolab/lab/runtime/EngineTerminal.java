package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A command of the engine on a pseudo-terminal. */
final class EngineTerminal implements Terminal {

  private final Engine engine;
  private final String exec;
  private final ExecConnection connection;

  EngineTerminal(Engine engine, String exec, ExecConnection connection) {
    this.engine = engine;
    this.exec = exec;
    this.connection = connection;
  }

  @Override
  public OutputStream keyboard() {
    return connection.out();
  }

  @Override
  public InputStream screen() {
    return connection.in();
  }

  @Override
  public void resize(int columns, int rows) {
    engine.resize(exec, columns, rows);
  }

  @Override
  public int exitCode() {
    try {
      return engine.exitCode(exec);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
  }

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
