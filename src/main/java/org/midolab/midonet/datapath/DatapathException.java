package org.midolab.midonet.datapath;

/** The kernel, or the table, refused; the message says what was asked and what came back. */
public class DatapathException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public DatapathException(String message) {
    super(message);
  }

  public DatapathException(String message, Throwable cause) {
    super(message, cause);
  }
}
