package org.midolab.midonet.packet;

/** A frame is too short for, or contradicts, the protocol that its headers name. */
public final class MalformedFrameException extends RuntimeException {

  private static final long serialVersionUID = 1;

  MalformedFrameException(String message) {
    super(message, null, false, false);
  }
}
