package org.midolab.midonet.agent.binding;

/** Reports that a binding conflicts with another binding or link, which the message names. */
public final class BindingConflictException extends RuntimeException {

  BindingConflictException(String message) {
    super(message);
  }
}
