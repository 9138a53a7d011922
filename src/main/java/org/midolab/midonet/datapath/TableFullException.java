package org.midolab.midonet.datapath;

/** The flow table has no room: a flow has to go before another can come. */
public final class TableFullException extends DatapathException {

  private static final long serialVersionUID = 1L;

  public TableFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
