package org.midolab.midonet.nsdb;

/** Others read so much at the same time that memory would run out; later it would be taken on. */
public final class BusyException extends NsdbException {

  public BusyException(String message) {
    super(message, null);
  }
}
