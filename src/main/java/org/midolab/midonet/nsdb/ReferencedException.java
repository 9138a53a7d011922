package org.midolab.midonet.nsdb;

/**
 * Thrown when a change is refused because other objects refer to the object or are linked to it, or
 * because the change is too large for one transaction.
 */
public final class ReferencedException extends NsdbException {

  public ReferencedException(String message) {
    super(message, null);
  }
}
