package org.midolab.midonet.cluster.rest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The table of all endpoints. */
public final class Api {

  private final List<Endpoint> endpoints;

  private final List<Absent> absent;

  private Api(Builder builder) {
    this.endpoints = List.copyOf(builder.endpoints);
    this.absent = List.copyOf(builder.absent);
  }

  /** A path of MidoNet's API, with all paths below it, that this API does not have. */
  private record Absent(PathTemplate path, String sentence) {}

  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** An endpoint and the parameters of the matched path. */
  record Match(Endpoint endpoint, Map<String, String> parameters) {}

  /**
   * Finds the endpoint of a request.
   *
   * @throws ApiException 404 when no endpoint has the path, 405 when no endpoint of the path has
   *     the method
   */
  Match find(String method, List<String> path) {
    TreeSet<String> allowed = new TreeSet<>();
    for (Endpoint endpoint : endpoints) {
      Map<String, String> parameters = endpoint.path().match(path);
      if (parameters != null) {
        if (endpoint.method().equals(method)) {
          return new Match(endpoint, parameters);
        }
        allowed.add(endpoint.method());
      }
    }
    String text = Request.abbreviate("/" + String.join("/", path));
    if (allowed.isEmpty()) {
      for (Absent each : absent) {
        if (each.path().isPrefixOf(path)) {
          throw ApiException.notFound(each.sentence());
        }
      }
      throw ApiException.notFound(
          "this cluster has no resource " + text + "; the root document lists all resources");
    }
    throw new ApiException(
        405,
        text + " does not support " + Request.abbreviate(method) + "; allowed methods: " + allowed,
        "Allow",
        String.join(", ", allowed));
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects the endpoints that resources declare. Paths are relative to the root. */
  public static final class Builder {

    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Map<String, String> advertised = new LinkedHashMap<>();
    private final List<Absent> absent = new ArrayList<>();
    private final Map<Endpoint, Representation> shapes = new HashMap<>();
    private final Map<Endpoint, Integer> statuses = new HashMap<>();
    private final Map<Endpoint, List<String>> queries = new HashMap<>();

    private Builder() {}

    private Builder shaped(Representation shape) {
      shapes.put(endpoints.getLast(), shape);
      return this;
    }

    /**
     * Sets the status of successful answers of the endpoint that was declared last, if it is not
     * the usual one.
     */
    public Builder successStatus(int status) {
      statuses.put(endpoints.getLast(), status);
      return this;
    }

    /**
     * Declares the query parameters of the endpoint that was declared last. It ignores all others,
     * as MidoNet does.
     */
    public Builder query(Collection<String> names) {
      queries.put(endpoints.getLast(), List.copyOf(names));
      return this;
    }

    /**
     * Adds a path, or a template that contains {@code {id}}, to the root document, where clients
     * find all resources.
     */
    public Builder advertise(String name, String path) {
      advertised.put(name, path);
      return this;
    }

    /** Returns the entries of the root document so far. */
    public Map<String, String> advertised() {
      return Collections.unmodifiableMap(advertised);
    }

    /** GET of one object. */
    public Builder get(String path, MediaType type, Handler handler) {
      return add("GET", path, null, new Endpoint.Body.Json(type), false, false, handler);
    }

    /** GET of one object with a shape. */
    public Builder get(String path, Representation shape, Handler handler) {
      return get(path, shape.type(), handler).shaped(shape);
    }

    /** GET of a list. */
    public Builder list(String path, MediaType type, Handler handler) {
      return add("GET", path, null, new Endpoint.Body.Json(type), true, false, handler);
    }

    /** GET of a list of objects with a shape. */
    public Builder list(String path, Representation shape, Handler handler) {
      return list(path, shape.type(), handler).shaped(shape);
    }

    /** POST of an object. */
    public Builder post(String path, MediaType type, Handler handler) {
      return add("POST", path, new Endpoint.Body.Json(type), null, false, false, handler);
    }

    /** POST of an object with a shape. */
    public Builder post(String path, Representation shape, Handler handler) {
      return post(path, shape.type(), handler).shaped(shape);
    }

    /**
     * POST of an object, or of a list of objects that are created in one transaction. The answer
     * contains the created objects.
     */
    public Builder postOneOrMany(String path, Representation shape, Handler handler) {
      Endpoint.Body body = new Endpoint.Body.JsonOrList(shape.type());
      return add("POST", path, body, body, false, false, handler).shaped(shape);
    }

    /** POST of an object; the answer contains an object. */
    public Builder postAnswered(String path, Representation shape, Handler handler) {
      Endpoint.Body body = new Endpoint.Body.Json(shape.type());
      return add("POST", path, body, body, false, false, handler).shaped(shape);
    }

    /** PUT of an object; the answer contains an object. */
    public Builder putAnswered(String path, Representation shape, Handler handler) {
      Endpoint.Body body = new Endpoint.Body.Json(shape.type());
      return add("PUT", path, body, body, false, false, handler).shaped(shape);
    }

    /** PUT of an object. */
    public Builder put(String path, MediaType type, Handler handler) {
      return add("PUT", path, new Endpoint.Body.Json(type), null, false, false, handler);
    }

    /** PUT of an object with a shape. */
    public Builder put(String path, Representation shape, Handler handler) {
      return put(path, shape.type(), handler).shaped(shape);
    }

    public Builder delete(String path, Handler handler) {
      return add("DELETE", path, null, null, false, false, handler);
    }

    /** GET and POST that need no token; a body is ignored. */
    public Builder open(String path, MediaType type, Handler handler) {
      return add("GET", path, null, new Endpoint.Body.Json(type), false, true, handler)
          .add("POST", path, null, new Endpoint.Body.Json(type), false, true, handler);
    }

    /** GET of plain text. */
    public Builder getText(String path, Handler handler) {
      return add("GET", path, null, new Endpoint.Body.Text(), false, false, handler);
    }

    /** POST of plain text; the status of the answer is 200. */
    public Builder postText(String path, Handler handler) {
      return add("POST", path, new Endpoint.Body.Text(), null, false, false, handler)
          .successStatus(200);
    }

    private Builder add(
        String method,
        String path,
        Endpoint.Body consumes,
        Endpoint.Body produces,
        boolean collection,
        boolean open,
        Handler handler) {
      PathTemplate template = PathTemplate.parse(path);
      for (Endpoint endpoint : endpoints) {
        if (endpoint.method().equals(method) && endpoint.path().equals(template)) {
          throw new IllegalArgumentException(method + " " + path + " is declared twice");
        }
      }
      endpoints.add(new Endpoint(method, template, consumes, produces, collection, open, handler));
      return this;
    }

    /**
     * Serves a description of all endpoints, including its own: an OpenAPI document, and a
     * self-contained HTML page that shows it.
     *
     * @param version version of the API
     */
    public Builder serveDescription(String version) {
      OpenApi description =
          new OpenApi(
              endpoints, shapes::get, statuses::get, each -> queries.getOrDefault(each, List.of()));
      return advertise("openapi", "openapi.json")
          .advertise("documentation", "openapi.html")
          .add(
              "GET",
              "/openapi.json",
              null,
              new Endpoint.Body.Page(MediaType.JSON),
              false,
              false,
              request ->
                  Reply.text(description.document(request.links().base(), version).toString()))
          .add(
              "GET",
              "/openapi.html",
              null,
              new Endpoint.Body.Page("text/html; charset=utf-8"),
              false,
              false,
              request ->
                  Reply.text(
                          Page.of(description.document(request.links().base(), version).toString()))
                      .with("Content-Security-Policy", Page.POLICY));
    }

    /**
     * Declares a path of MidoNet's API that is absent here, with all paths below it.
     *
     * @param sentence reason for clients; the status is 404
     */
    public Builder absent(String path, String sentence) {
      absent.add(new Absent(PathTemplate.parse(path), sentence));
      return this;
    }

    public Api build() {
      return new Api(this);
    }
  }
}
