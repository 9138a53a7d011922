package org.midolab.midonet.packet;

/** Thrown when a frame is too short for its protocol or its headers are inconsistent. */
public final class MalformedFrameException extends RuntimeException {

  private static final long serialVersionUID = 1;

  MalformedFrameException(String message) {
    super(message, null, false, false);
  }
}
