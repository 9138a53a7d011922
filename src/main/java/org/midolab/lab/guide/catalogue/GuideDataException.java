package org.midolab.lab.guide.catalogue;

/**
 * The guide's own files beside the features are not what they must be; the message names the file
 * and the place.
 */
public final class GuideDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public GuideDataException(String message) {
    super(message);
  }

  GuideDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
