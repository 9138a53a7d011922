package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.midolab.midonet.cluster.auth.Identity;

/**
 * A request after authentication and parsing of its body.
 *
 * @param parameters parameters of the path
 * @param query first value of each query parameter
 * @param version version of the resource's media type for the answer
 * @param bodyVersion version of the body's media type
 * @param bodies the object, or all objects of a list; empty when the endpoint takes no JSON
 * @param text null when the endpoint takes no text
 * @param ifMatch the header's value, or null
 * @param authorization the header's value, or null; for login only
 * @param identity authenticated user; null at endpoints that need no token
 */
public record Request(
    Map<String, String> parameters,
    Map<String, String> query,
    Links links,
    int version,
    int bodyVersion,
    List<ObjectNode> bodies,
    String text,
    String ifMatch,
    Credentials authorization,
    Identity identity) {

  /**
   * Headers for the login endpoint.
   *
   * @param basic the Authorization header, or null
   * @param project the X-Auth-Project header, or null
   * @param client the client's address
   */
  public record Credentials(String basic, String project, String client) {

    /** Omits the password. */
    @Override
    public String toString() {
      return "Credentials[project=" + project + ", client=" + client + "]";
    }
  }

  /** Returns the object of the body; null when the endpoint takes no JSON. */
  public ObjectNode body() {
    return bodies.isEmpty() ? null : bodies.getFirst();
  }

  /** Returns a parameter of the path. */
  public String parameter(String name) {
    return parameters.get(name);
  }

  /**
   * Returns a parameter of the path that is an object's id.
   *
   * @throws ApiException 404 when it is not an id
   */
  public UUID id(String name) {
    String text = parameters.get(name);
    return parseId(text);
  }

  public UUID id() {
    return id("id");
  }

  /**
   * Parses an id.
   *
   * @throws ApiException 404 when the text is not a UUID in its full form
   */
  public static UUID parseId(String text) {
    if (!UUID_TEXT.matcher(text).matches()) {
      throw ApiException.notFound(
          "not found: '"
              + abbreviate(text)
              + "' is not an id; an id is a UUID such as 5f0ad3a4-0c3b-4c9e-9d57-2f0c9f8f3a11");
    }
    return UUID.fromString(text);
  }

  private static final Pattern UUID_TEXT =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

  static String abbreviate(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
