package org.midolab.midonet.nsdb;

/**
 * Others changed the same objects meanwhile: either every attempt of a transaction lost the race,
 * or the version that the caller had read is no longer the stored one. Nothing was changed.
 */
public final class ConflictException extends NsdbException {

  public ConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
