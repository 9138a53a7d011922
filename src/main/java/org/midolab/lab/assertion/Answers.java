package org.midolab.lab.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.midolab.lab.probe.RawAnswer;

/** The raw answers that a rule evaluates. */
record Answers(List<RawAnswer> all) {

  private static final ObjectMapper JSON = new ObjectMapper();

  Answers {
    all = List.copyOf(all);
  }

  /**
   * Returns the only answer of a source.
   *
   * @throws IllegalArgumentException if there is none or more than one
   */
  String from(String source) {
    return from(source, "");
  }

  /**
   * Returns the only answer of a source to a question that begins with {@code question}.
   *
   * @throws IllegalArgumentException if there is none or more than one
   */
  String from(String source, String question) {
    var found =
        all.stream()
            .filter(a -> a.source().equals(source) && a.question().startsWith(question))
            .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "expected one answer of %s to '%s', found %d".formatted(source, question, found.size()));
    }
    return found.getFirst().text();
  }

  /** Returns the API's only answer to a request that begins with {@code request}. */
  JsonNode fromApi(String request) throws IOException {
    return JSON.readTree(from(RawAnswer.API, request));
  }
}
