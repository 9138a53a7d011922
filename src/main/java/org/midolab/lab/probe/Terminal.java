package org.midolab.lab.probe;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A pseudo-terminal on a node. Its input is what a user types; its output is what a screen shows,
 * echo included.
 */
public interface Terminal extends AutoCloseable {

  /** Returns the stream for typed bytes. A line ends with a carriage return or a line feed. */
  OutputStream keyboard();

  /** Returns the stream of shown bytes. It ends when the command has ended. */
  InputStream screen();

  /** Closes the terminal. */
  @Override
  void close();
}
