package org.midolab.midonet.datapath;

/** Thrown when the flow table is full. A flow must be removed before another can be added. */
public final class TableFullException extends DatapathException {

  private static final long serialVersionUID = 1L;

  public TableFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
