package org.midolab.midonet.cluster.rest;

import org.midolab.midonet.nsdb.Versioned;

/**
 * Optional protection against lost updates (RFC 9110, §13.1.1). Answers contain an object's {@code
 * ETag}. A change with that value in {@code If-Match} is performed only if the object was not
 * changed since. Clients of MidoNet 5 do not use it; for them the last writer wins.
 */
public final class EntityTag {

  private EntityTag() {}

  /** Returns the ETag of a stored object. */
  public static String of(Versioned<?> stored) {
    return "\"" + Long.toHexString(stored.created()) + "-" + stored.version() + "\"";
  }

  /**
   * Checks the request's {@code If-Match}, if it has one.
   *
   * @throws ApiException 412 when it names other versions only
   */
  public static void mustMatch(Request request, Versioned<?> stored) {
    String condition = request.ifMatch();
    if (condition == null || condition.strip().equals("*")) {
      return;
    }
    for (String tag : condition.split(",")) {
      if (tag.strip().equals(of(stored))) {
        return;
      }
    }
    throw new ApiException(
        412, "the object was changed meanwhile; GET it again for its new ETag " + of(stored));
  }
}
