package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.midolab.midonet.cluster.auth.Identity;

/**
 * A request on its way to an endpoint: authenticated, its body read and parsed.
 *
 * @param parameters of the path
 * @param query first value of each
 * @param version which version of the resource's media type the answer is to be in
 * @param bodyVersion which version the body is in
 * @param bodies the object, or all objects of a list; empty when the endpoint takes no JSON
 * @param text null when the endpoint takes no text
 * @param ifMatch the header's value, or null
 * @param authorization the header's value, or null; for login only
 * @param identity who asks; null at open endpoints
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
   * What the login endpoint looks at.
   *
   * @param basic the Authorization header, or null
   * @param project the X-Auth-Project header, or null
   */
  public record Credentials(String basic, String project) {

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
      return "Credentials[project=" + project + "]";
    }
  }

  /** The one object that was sent; null when the endpoint takes no JSON. */
  public ObjectNode body() {
    return bodies.isEmpty() ? null : bodies.getFirst();
  }

  /** A parameter of the path. */
  public String parameter(String name) {
    return parameters.get(name);
  }

  /**
   * A parameter of the path that names an object.
   *
   * @throws ApiException 404 when it is not even an id
   */
  public UUID id(String name) {
    String text = parameters.get(name);
    return parseId(text);
  }

  public UUID id() {
    return id("id");
  }

  /**
   * @throws ApiException 404 when the text is not an id in its full form
   */
  public static UUID parseId(String text) {
    if (!UUID_TEXT.matcher(text).matches()) {
      throw ApiException.notFound(
          "nothing is here: '"
              + abbreviate(text)
              + "' is not an id; ids look like 5f0ad3a4-0c3b-4c9e-9d57-2f0c9f8f3a11");
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
