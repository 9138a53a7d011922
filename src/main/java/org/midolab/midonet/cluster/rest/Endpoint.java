package org.midolab.midonet.cluster.rest;

/**
 * One thing that can be asked of the API.
 *
 * @param method GET, POST, PUT or DELETE
 * @param path relative to the root
 * @param consumes type of the request's body, or null when it has none that is looked at
 * @param produces type of the answer's body, or null when it has none
 * @param collection whether the answer is a list
 * @param open whether it may be asked without a token
 */
record Endpoint(
    String method,
    PathTemplate path,
    Body consumes,
    Body produces,
    boolean collection,
    boolean open,
    Handler handler) {

  /** What a body may be. */
  sealed interface Body {
    /** JSON of a resource. */
    record Json(MediaType type) implements Body {}

    /** JSON of a resource, or a list of several that are worked on together. */
    record JsonOrList(MediaType type) implements Body {}

    /** Plain text. */
    record Text() implements Body {}

    /**
     * A document about the API itself, for browsers too.
     *
     * @param type such as {@code text/html; charset=utf-8}
     */
    record Page(String type) implements Body {}
  }
}
