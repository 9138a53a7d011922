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

  /** What clients may know from MidoNet and this API does not have, with all below it. */
  private record Absent(PathTemplate path, String sentence) {}

  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** An endpoint and the parameters of the path that led to it. */
  record Match(Endpoint endpoint, Map<String, String> parameters) {}

  /**
   * Finds what a request is for.
   *
   * @throws ApiException 404 when no endpoint has the path, 405 when none of those that have it has
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
        if (each.path().leadsTo(path)) {
          throw ApiException.notFound(each.sentence());
        }
      }
      throw ApiException.notFound(
          "this cluster has no resource " + text + "; GET the root document for those it has");
    }
    throw new ApiException(
        405,
        text + " cannot be asked to " + Request.abbreviate(method) + "; it takes " + allowed,
        "Allow",
        String.join(", ", allowed));
  }

  public static Builder builder() {
    return new Builder();
  }

  /** What a resource declares its endpoints with. Paths are relative to the root. */
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

    /** Says by which status the endpoint declared last answers, where it is not the usual one. */
    public Builder answeredWith(int status) {
      statuses.put(endpoints.getLast(), status);
      return this;
    }

    /**
     * Names the query parameters that the endpoint declared last looks at. It passes over all
     * others, as MidoNet does.
     */
    public Builder query(Collection<String> names) {
      queries.put(endpoints.getLast(), List.copyOf(names));
      return this;
    }

    /**
     * Names a path, or a template with {@code {id}} in it, in the root document, from which clients
     * find everything.
     */
    public Builder advertise(String name, String path) {
      advertised.put(name, path);
      return this;
    }

    /** What the root document names so far. */
    public Map<String, String> advertised() {
      return Collections.unmodifiableMap(advertised);
    }

    /** GET of one object. */
    public Builder get(String path, MediaType type, Handler handler) {
      return add("GET", path, null, new Endpoint.Body.Json(type), false, false, handler);
    }

    /** GET of one object of which the shape is known. */
    public Builder get(String path, Representation shape, Handler handler) {
      return get(path, shape.type(), handler).shaped(shape);
    }

    /** GET of a list. */
    public Builder list(String path, MediaType type, Handler handler) {
      return add("GET", path, null, new Endpoint.Body.Json(type), true, false, handler);
    }

    /** GET of a list of which the shape is known. */
    public Builder list(String path, Representation shape, Handler handler) {
      return list(path, shape.type(), handler).shaped(shape);
    }

    /** POST of an object. */
    public Builder post(String path, MediaType type, Handler handler) {
      return add("POST", path, new Endpoint.Body.Json(type), null, false, false, handler);
    }

    /** POST of an object of which the shape is known. */
    public Builder post(String path, Representation shape, Handler handler) {
      return post(path, shape.type(), handler).shaped(shape);
    }

    /**
     * POST of an object, or of a list of objects that are made together or not at all; answered
     * with what was made.
     */
    public Builder postAny(String path, Representation shape, Handler handler) {
      Endpoint.Body body = new Endpoint.Body.JsonOrList(shape.type());
      return add("POST", path, body, body, false, false, handler).shaped(shape);
    }

    /** POST of an object that is answered with one. */
    public Builder postAnswered(String path, Representation shape, Handler handler) {
      Endpoint.Body body = new Endpoint.Body.Json(shape.type());
      return add("POST", path, body, body, false, false, handler).shaped(shape);
    }

    /** PUT of an object that is answered with one. */
    public Builder exchange(String path, Representation shape, Handler handler) {
      Endpoint.Body body = new Endpoint.Body.Json(shape.type());
      return add("PUT", path, body, body, false, false, handler).shaped(shape);
    }

    /** PUT of an object. */
    public Builder put(String path, MediaType type, Handler handler) {
      return add("PUT", path, new Endpoint.Body.Json(type), null, false, false, handler);
    }

    /** PUT of an object of which the shape is known. */
    public Builder put(String path, Representation shape, Handler handler) {
      return put(path, shape.type(), handler).shaped(shape);
    }

    public Builder delete(String path, Handler handler) {
      return add("DELETE", path, null, null, false, false, handler);
    }

    /** GET and POST of what is open to everybody; a body is not looked at. */
    public Builder open(String path, MediaType type, Handler handler) {
      return add("GET", path, null, new Endpoint.Body.Json(type), false, true, handler)
          .add("POST", path, null, new Endpoint.Body.Json(type), false, true, handler);
    }

    /** GET of plain text. */
    public Builder getText(String path, Handler handler) {
      return add("GET", path, null, new Endpoint.Body.Text(), false, false, handler);
    }

    /** POST of plain text that is answered with 200. */
    public Builder postText(String path, Handler handler) {
      return add("POST", path, new Endpoint.Body.Text(), null, false, false, handler)
          .answeredWith(200);
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
     * Serves a description of all endpoints, its own included: an OpenAPI document, and a page that
     * shows it and fetches nothing.
     *
     * @param version of the API
     */
    public Builder described(String version) {
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
     * Says why there is nothing at a path and below it.
     *
     * @param sentence for whoever asks; gets 404
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
