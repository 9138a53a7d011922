package org.midolab.midonet.cluster.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Builds the absolute URIs in objects, from the address that the client used.
 *
 * @param base such as {@code http://controller:8181/midonet-api}, without a trailing slash
 */
public record Links(String base) {

  /**
   * Returns the URI of a path.
   *
   * @param segments path segments; names must be encoded first, see {@link #encode}
   */
  public String to(Object... segments) {
    StringBuilder uri = new StringBuilder(base);
    for (Object segment : segments) {
      uri.append('/').append(segment);
    }
    return uri.toString();
  }

  /** Returns a name, percent-encoded as a path segment. */
  public static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
