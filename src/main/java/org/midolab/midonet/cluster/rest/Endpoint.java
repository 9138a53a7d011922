package org.midolab.midonet.cluster.rest;

/**
 * A method and path of the API, with its handler.
 *
 * @param method GET, POST, PUT or DELETE
 * @param path relative to the root
 * @param consumes type of the request's body, or null when a body is ignored
 * @param produces type of the answer's body, or null when it has none
 * @param collection whether the answer is a list
 * @param open whether it needs no token
 */
record Endpoint(
    String method,
    PathTemplate path,
    Body consumes,
    Body produces,
    boolean collection,
    boolean open,
    Handler handler) {

  /** Type of a body. */
  sealed interface Body {
    /** JSON of a resource. */
    record Json(MediaType type) implements Body {}

    /** JSON of a resource, or a list of resources that are processed in one transaction. */
    record JsonOrList(MediaType type) implements Body {}

    /** Plain text. */
    record Text() implements Body {}

    /**
     * A description of the API; browsers may request it, too.
     *
     * @param type content type, such as {@code text/html; charset=utf-8}
     */
    record Page(String type) implements Body {}
  }
}
