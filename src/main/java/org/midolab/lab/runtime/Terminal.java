package org.midolab.lab.runtime;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A command on a pseudo-terminal of a node. Its input is what a user types; its output is what a
 * screen shows, echo included.
 */
public interface Terminal extends AutoCloseable {

  /** Returns the stream for typed bytes. A line ends with a carriage return or a line feed. */
  OutputStream keyboard();

  /** Returns the stream of shown bytes. It ends when the command has ended. */
  InputStream screen();

  void resize(int columns, int rows);

  /** Returns the command's exit code. Call it after the stream of {@link #screen()} has ended. */
  int exitCode();

  /** Closes the terminal. Kills the command if it still runs. */
  @Override
  void close();
}
