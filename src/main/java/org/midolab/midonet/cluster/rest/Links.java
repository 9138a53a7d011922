package org.midolab.midonet.cluster.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Builds the absolute URIs that objects carry, from the address that the client itself used.
 *
 * @param base such as {@code http://controller:8181/midonet-api}, without a slash at its end
 */
public record Links(String base) {

  /**
   * @param segments joined by slashes; names are to be encoded first, see {@link #encode}
   */
  public String to(Object... segments) {
    StringBuilder uri = new StringBuilder(base);
    for (Object segment : segments) {
      uri.append('/').append(segment);
    }
    return uri.toString();
  }

  /** A name as a segment of a URI. */
  public static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
