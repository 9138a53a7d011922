package org.midolab.midonet.conf;

/**
 * Configuration that cannot be taken: malformed, of the wrong type, or naming what does not exist.
 */
public final class ConfigurationException extends RuntimeException {

  public ConfigurationException(String message) {
    super(message);
  }

  ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
