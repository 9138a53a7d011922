package org.midolab.lab.probe;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A pseudo-terminal on a node: what is typed goes in, what the screen would show comes out, echo
 * included.
 */
public interface Terminal extends AutoCloseable {

  /** Bytes typed; a line ends with a carriage return or a line feed. */
  OutputStream keyboard();

  /** Bytes shown; ends when the command has ended. */
  InputStream screen();

  /** Hangs up. */
  @Override
  void close();
}
