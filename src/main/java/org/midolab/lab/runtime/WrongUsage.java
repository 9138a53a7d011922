package org.midolab.lab.runtime;

/** Something was asked for that does not exist or does not fit; nothing was changed. */
public final class WrongUsage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public WrongUsage(String message) {
    super(message);
  }
}
