package org.midolab.midonet.cluster.auth;

/**
 * The identity service cannot be asked, or does not let the cluster ask: nobody can be let in now.
 * The message is for the cluster's log; it never holds a token or a password.
 */
public final class AuthUnavailableException extends RuntimeException {

  AuthUnavailableException(String message) {
    super(message);
  }

  AuthUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
