package org.midolab.midonet.cluster.auth;

import java.time.Instant;

/** A token that authenticates its holder until it expires. The key is a secret. */
public record Token(String key, Instant expires) {

  @Override
  public String toString() {
    return "Token[expires=" + expires + "]";
  }
}
