package org.midolab.midonet.agent.binding;

/** A binding is refused because of another binding or link; the message says of which. */
public final class BindingConflictException extends RuntimeException {

  BindingConflictException(String message) {
    super(message);
  }
}
