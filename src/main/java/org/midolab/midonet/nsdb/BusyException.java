package org.midolab.midonet.nsdb;

/**
 * Thrown when other readers use the memory that is reserved for long lists. The call can succeed if
 * it is repeated later.
 */
public final class BusyException extends NsdbException {

  public BusyException(String message) {
    super(message, null);
  }
}
