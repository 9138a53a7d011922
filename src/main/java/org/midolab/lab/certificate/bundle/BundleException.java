package org.midolab.lab.certificate.bundle;

/** Thrown when a file of a bundle is not valid. The message contains the file and the fault. */
public final class BundleException extends Exception {

  private static final long serialVersionUID = 1L;

  public BundleException(String message) {
    super(message);
  }

  public BundleException(String message, Throwable cause) {
    super(message, cause);
  }
}
