package org.midolab.lab.guide.catalogue;

/** A data file of the guide is not valid. The message names the file and the place. */
public final class GuideDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public GuideDataException(String message) {
    super(message);
  }

  GuideDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
