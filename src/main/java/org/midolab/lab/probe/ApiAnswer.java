package org.midolab.lab.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the API answered.
 *
 * @param headers by their names in lower case
 */
public record ApiAnswer(int status, Map<String, List<String>> headers, String body) {

  /** As much of a body as a sentence bears. */
  private static final int SENTENCE = 300;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** All values of a header, comma-separated; empty when it was not sent. */
  public Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(header -> String.join(", ", header.getValue()))
        .findFirst();
  }

  /** The body as JSON; a missing node when it is none. */
  public JsonNode json() {
    try {
      return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * A value of the body, as text: {@code violations.0.property}.
   *
   * @return {@code nothing} when there is no such value or it is null
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

  /** Status and media type, and of an error what it says. */
  public String summary() {
    var type = header("Content-Type").orElse("without a body");
    return status < 400 ? status + " " + type : status + " " + type + ": " + value("message");
  }

  /** For a report. */
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
