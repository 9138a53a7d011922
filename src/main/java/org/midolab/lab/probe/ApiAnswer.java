package org.midolab.lab.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of the API.
 *
 * @param status HTTP status
 * @param headers values by the header's name in lower case
 */
public record ApiAnswer(int status, Map<String, List<String>> headers, String body) {

  /** Maximum length of a body in a message. */
  private static final int SENTENCE = 300;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns all values of a header, separated by commas; empty if the answer does not have it. */
  public Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(header -> String.join(", ", header.getValue()))
        .findFirst();
  }

  /** Returns the body as JSON, or a missing node if it is not JSON. */
  public JsonNode json() {
    try {
      return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * Returns a value of the body as text, by a path such as {@code violations.0.property}.
   *
   * @return the value, or {@code nothing} if there is no such value or it is null
   */
  public String value(String path) {
    JsonNode node = json();
    for (String step : path.split("\\.")) {
      node =
          node.isArray() && step.matches("\\d+")
              ? node.path(Integer.parseInt(step))
              : node.path(step);
    }
    return node.isMissingNode() || node.isNull()
        ? "nothing"
        : node.isValueNode() ? node.asText() : node.toString();
  }

  /** Returns the status and the media type, and the message of an error. */
  public String summary() {
    var type = header("Content-Type").orElse("without a body");
    return status < 400 ? status + " " + type : status + " " + type + ": " + value("message");
  }

  /** Returns the whole answer as text, for a report. */
  public String text() {
    var text = new StringBuilder(String.valueOf(status));
    headers.forEach(
        (name, values) ->
            text.append('\n').append(name).append(": ").append(String.join(", ", values)));
    return text.append("\n\n").append(body).toString().strip();
  }

  @Override
  public String toString() {
    if (body.isBlank()) {
      return String.valueOf(status);
    }
    return status + " " + (body.length() <= SENTENCE ? body : body.substring(0, SENTENCE) + "…");
  }
}
