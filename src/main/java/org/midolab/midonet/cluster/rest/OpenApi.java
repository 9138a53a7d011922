package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Describes the table of endpoints as an OpenAPI 3.1 document. The server uses the same table. */
final class OpenApi {

  private static final String TOKEN = "token";
  private static final String BASIC = "basic";

  /** Error statuses of all endpoints. */
  private static final Map<String, String> ERRORS =
      new TreeMap<>(
          Map.of(
              "401", "no valid token",
              "403", "the token does not belong to an admin",
              "404", "not found",
              "503", "ZooKeeper or the identity service is unavailable"));

  private static final Map<String, String> ERRORS_OF_BODIES =
      new TreeMap<>(
          Map.of(
              "400", "the body violates the constraints of its resource; see violations",
              "409", "conflict with existing objects, or with concurrent changes",
              "412", "If-Match names another version",
              "413", "the body is too large",
              "415", "unsupported Content-Type"));

  private final List<Endpoint> endpoints;
  private final Function<Endpoint, Representation> shapes;
  private final Function<Endpoint, Integer> statuses;
  private final Function<Endpoint, List<String>> queries;
  private final ObjectNode schemas = Json.object();

  /**
   * @param shapes representation of an endpoint's bodies, or null
   * @param statuses status of an endpoint's successful answers, or null for the usual one
   * @param queries names of an endpoint's query parameters
   */
  OpenApi(
      List<Endpoint> endpoints,
      Function<Endpoint, Representation> shapes,
      Function<Endpoint, Integer> statuses,
      Function<Endpoint, List<String>> queries) {
    this.statuses = statuses;
    this.queries = queries;
    this.endpoints = endpoints;
    this.shapes = shapes;
  }

  /**
   * Returns the OpenAPI document.
   *
   * @param server URI of the API that the client used
   */
  ObjectNode document(String server, String version) {
    ObjectNode document = Json.object().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "MidoNet API")
        .put("version", version)
        .put("summary", "The API of MidoNet 5.0, as this cluster serves it.");
    document.putArray("servers").addObject().put("url", server);
    document.putArray("security").addObject().putArray(TOKEN);
    ObjectNode paths = document.putObject("paths");
    for (Endpoint endpoint : endpoints) {
      ObjectNode path = paths.withObjectProperty(endpoint.path().toString());
      if (path.isEmpty()) {
        parameters(path, endpoint.path());
      }
      path.set(endpoint.method().toLowerCase(Locale.ROOT), operation(endpoint));
    }
    ObjectNode components = document.putObject("components");
    schemas.set("Error", errorSchema());
    components.set("schemas", schemas);
    securitySchemes(components.putObject("securitySchemes"));
    return document;
  }

  private static void parameters(ObjectNode path, PathTemplate template) {
    ArrayNode parameters = path.putArray("parameters");
    for (String segment : template.segments()) {
      if (segment.startsWith("{")) {
        parameter(parameters, segment.substring(1, segment.length() - 1), "path");
      }
    }
  }

  private static void parameter(ArrayNode parameters, String name, String in) {
    parameters
        .addObject()
        .put("name", name)
        .put("in", in)
        .put("required", in.equals("path"))
        .putObject("schema")
        .put("type", "string");
  }

  private ObjectNode operation(Endpoint endpoint) {
    ObjectNode operation = Json.object().put("summary", summary(endpoint));
    List<String> segments = endpoint.path().segments();
    operation.putArray("tags").add(segments.isEmpty() ? "root" : segments.getFirst());
    operation.put("operationId", operationId(endpoint));
    List<String> query = queries.apply(endpoint);
    if (!query.isEmpty()) {
      ArrayNode parameters = operation.putArray("parameters");
      query.forEach(name -> parameter(parameters, name, "query"));
    }
    if (endpoint.open()) {
      operation.putArray("security").addObject().putArray(BASIC);
    }
    if (endpoint.consumes() != null) {
      ObjectNode body = operation.putObject("requestBody").put("required", true);
      content(body, endpoint, endpoint.consumes(), false);
    }
    ObjectNode responses = operation.putObject("responses");
    ObjectNode success = responses.putObject(successOf(endpoint)).put("description", "done");
    if (endpoint.produces() != null) {
      content(success, endpoint, endpoint.produces(), endpoint.collection());
      error(responses, "406", "no acceptable media type");
    }
    ERRORS.forEach((status, why) -> error(responses, status, why));
    if (endpoint.consumes() != null || !endpoint.method().equals("GET")) {
      ERRORS_OF_BODIES.forEach((status, why) -> error(responses, status, why));
    }
    return operation;
  }

  private static String operationId(Endpoint endpoint) {
    return endpoint.method().toLowerCase(Locale.ROOT)
        + endpoint.path().toString().replaceAll("[^A-Za-z0-9]+", "_");
  }

  private static String summary(Endpoint endpoint) {
    String name =
        switch (endpoint.consumes() == null ? endpoint.produces() : endpoint.consumes()) {
          case Endpoint.Body.Json(MediaType type) -> type.name();
          case Endpoint.Body.JsonOrList(MediaType type) -> type.name() + ", one object or a list";
          case null -> "the stored objects";
          default -> "text";
        };
    return switch (endpoint.method()) {
      case "GET" -> (endpoint.collection() ? "Lists " : "Reads ") + name;
      case "POST" -> "Makes " + name;
      case "PUT" -> "Replaces " + name;
      default -> "Deletes " + name;
    };
  }

  private String successOf(Endpoint endpoint) {
    Integer said = statuses.apply(endpoint);
    if (said != null) {
      return said.toString();
    }
    boolean makes =
        endpoint.consumes() instanceof Endpoint.Body.Json
            || endpoint.consumes() instanceof Endpoint.Body.JsonOrList;
    if (endpoint.method().equals("POST") && makes) {
      return "201";
    }
    return endpoint.produces() == null ? "204" : "200";
  }

  private void content(
      ObjectNode where, Endpoint endpoint, Endpoint.Body body, boolean collection) {
    ObjectNode content = where.putObject("content");
    switch (body) {
      case Endpoint.Body.Text() ->
          content.putObject("text/plain").putObject("schema").put("type", "string");
      case Endpoint.Body.Page(String type) ->
          content.putObject(type).putObject("schema").put("type", "string");
      case Endpoint.Body.JsonOrList(MediaType type) -> {
        content(where, endpoint, new Endpoint.Body.Json(type), false);
        schema(
            where.withObjectProperty("content").putObject(type.text(type.newest(), true)),
            endpoint,
            type,
            true);
      }
      case Endpoint.Body.Json(MediaType type) -> {
        for (int version = type.newest(); version >= type.oldest(); version--) {
          schema(content.putObject(type.text(version, collection)), endpoint, type, collection);
        }
        schema(content.putObject(MediaType.JSON), endpoint, type, collection);
      }
    }
  }

  private void schema(ObjectNode where, Endpoint endpoint, MediaType type, boolean collection) {
    Representation shape = shapes.apply(endpoint);
    if (!schemas.has(type.name())) {
      schemas.set(
          type.name(), shape == null ? Json.object().put("type", "object") : shape.schema());
    }
    ObjectNode schema = where.putObject("schema");
    if (collection) {
      schema = schema.put("type", "array").putObject("items");
    }
    schema.put("$ref", "#/components/schemas/" + type.name());
  }

  private static void error(ObjectNode responses, String status, String why) {
    responses
        .putObject(status)
        .put("description", why)
        .putObject("content")
        .putObject(Errors.TYPE)
        .putObject("schema")
        .put("$ref", "#/components/schemas/Error");
  }

  private static ObjectNode errorSchema() {
    ObjectNode schema = Json.object().put("type", "object");
    schema.putArray("required").add("message").add("code");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("message").put("type", "string");
    properties.putObject("code").put("type", "integer");
    ObjectNode violation =
        properties.putObject("violations").put("type", "array").putObject("items");
    ObjectNode of = violation.put("type", "object").putObject("properties");
    of.putObject("property").put("type", "string");
    of.putObject("message").put("type", "string");
    return schema;
  }

  private static void securitySchemes(ObjectNode schemes) {
    schemes.putObject(TOKEN).put("type", "apiKey").put("in", "header").put("name", "X-Auth-Token");
    schemes.putObject(BASIC).put("type", "http").put("scheme", "basic");
  }
}
