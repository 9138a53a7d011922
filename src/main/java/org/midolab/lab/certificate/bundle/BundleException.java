package org.midolab.lab.certificate.bundle;

/** A file of a bundle is not what it should be; the message names the file and what is wrong. */
public final class BundleException extends Exception {

  private static final long serialVersionUID = 1L;

  public BundleException(String message) {
    super(message);
  }

  public BundleException(String message, Throwable cause) {
    super(message, cause);
  }
}
