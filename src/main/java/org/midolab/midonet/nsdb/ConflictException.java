package org.midolab.midonet.nsdb;

/**
 * Thrown when other writers changed the same objects: either every attempt of a transaction failed
 * for that reason, or the version that the caller expected is no longer the stored one. Nothing was
 * changed.
 */
public final class ConflictException extends NsdbException {

  public ConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
