package org.midolab.midonet.conf;

/**
 * Thrown when configuration is malformed, has the wrong type, or refers to something that does not
 * exist.
 */
public final class ConfigurationException extends RuntimeException {

  public ConfigurationException(String message) {
    super(message);
  }

  ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
