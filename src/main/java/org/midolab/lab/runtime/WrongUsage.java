package org.midolab.lab.runtime;

/** A request names something that does not exist or is not valid. Nothing was changed. */
public final class WrongUsage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public WrongUsage(String message) {
    super(message);
  }
}
