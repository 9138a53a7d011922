package org.midolab.midonet.cluster.rest;

import org.midolab.midonet.nsdb.Versioned;

/**
 * Optional guard against lost updates (RFC 9110, §13.1.1): an answer tells an object's {@code
 * ETag}; a change that sends it back as {@code If-Match} is done only if nobody was faster. Clients
 * of MidoNet 5 know nothing of it, and for them the last writer wins.
 */
public final class EntityTag {

  private EntityTag() {}

  /** The header's value for an object as it is stored. */
  public static String of(Versioned<?> stored) {
    return "\"" + Long.toHexString(stored.created()) + "-" + stored.version() + "\"";
  }

  /**
   * @throws ApiException 412 when the request's {@code If-Match} names other versions only
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
