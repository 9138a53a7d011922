package org.midolab.midonet.cluster.auth;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the identity service is unavailable or refuses the cluster's own credentials, so
 * requests cannot be authenticated. The message is for the cluster's log; it never contains a token
 * or a password.
 */
public final class AuthUnavailableException extends RuntimeException {

  AuthUnavailableException(String message) {
    super(message);
  }

  AuthUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
