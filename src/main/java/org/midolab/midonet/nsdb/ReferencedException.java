package org.midolab.midonet.nsdb;

/** A change is refused because of what else refers to the object, or is linked to it already. */
public final class ReferencedException extends NsdbException {

  public ReferencedException(String message) {
    super(message, null);
  }
}
