package org.midolab.midonet.cluster.rest;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * Lets scripts of web pages that come from elsewhere use the API, as MidoNet's does (docs:
 * contract.md#encodings; the Fetch standard's CORS protocol). They need a token like everybody
 * else: browsers send none by themselves, and the cookie is not theirs to send.
 */
final class CrossOrigin {

  private static final String REQUESTED_METHOD = "Access-Control-Request-Method";

  private CrossOrigin() {}

  /** Says of an answer that any page's script may read it, with the headers that clients need. */
  static void permit(ServerResponse response) {
    set(response, "Access-Control-Allow-Origin", "*");
    set(response, "Access-Control-Expose-Headers", "Location, ETag, Warning, Retry-After, Allow");
  }

  /** Whether a browser asks what it may ask; it shows no token then. */
  static boolean isPreflight(ServerRequest request) {
    return request.prologue().method().text().equals("OPTIONS")
        && request.headers().contains(HeaderNames.create(REQUESTED_METHOD));
  }

  /** Answers that question, alike for whatever is asked about: it tells nothing. */
  static void answerPreflight(ServerResponse response) {
    set(response, "Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
    set(
        response,
        "Access-Control-Allow-Headers",
        "Accept, Authorization, Content-Type, If-Match, X-Auth-Project, X-Auth-Token");
    set(response, "Access-Control-Max-Age", "600");
    response.status(204).send();
  }

  private static void set(ServerResponse response, String name, String value) {
    response.header(HeaderNames.create(name), value);
  }
}
