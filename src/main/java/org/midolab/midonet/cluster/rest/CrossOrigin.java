package org.midolab.midonet.cluster.rest;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * Lets scripts of web pages of other origins use the API, as MidoNet does (docs:
 * contract.md#encodings; CORS protocol of the Fetch standard). Such scripts need a token like all
 * clients: browsers do not add one, and cookies are not sent across origins.
 */
final class CrossOrigin {

  private static final String REQUESTED_METHOD = "Access-Control-Request-Method";

  private CrossOrigin() {}

  /** Lets scripts of all origins read an answer and the headers that clients need. */
  static void permit(ServerResponse response) {
    set(response, "Access-Control-Allow-Origin", "*");
    set(response, "Access-Control-Expose-Headers", "Location, ETag, Warning, Retry-After, Allow");
  }

  /** Returns whether the request is a CORS preflight request, which has no token. */
  static boolean isPreflight(ServerRequest request) {
    return request.prologue().method().text().equals("OPTIONS")
        && request.headers().contains(HeaderNames.create(REQUESTED_METHOD));
  }

  /** Answers a preflight request. The answer is the same for all paths, so it discloses nothing. */
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
