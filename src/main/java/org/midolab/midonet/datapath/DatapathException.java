package org.midolab.midonet.datapath;

/**
 * Thrown when the kernel or the flow table refuses an operation. The message contains the operation
 * and the error.
 */
public class DatapathException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public DatapathException(String message) {
    super(message);
  }

  public DatapathException(String message, Throwable cause) {
    super(message, cause);
  }
}
