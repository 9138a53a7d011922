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
   * Returns the only answer of a source to a question. The whole question is compared: an answer to
   * another one, such as a capture with another filter, says nothing about the assertion.
   *
   * @throws IllegalArgumentException if there is none or more than one
   */
  String from(String source, String question) {
    var found =
        all.stream()
            .filter(a -> a.source().equals(source) && a.question().equals(question))
            .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "expected one answer of %s to '%s', found %d".formatted(source, question, found.size()));
    }
    return found.getFirst().text();
  }

  /** Returns the API's only answer to {@code GET} of a path. */
  JsonNode fromApi(String path) throws IOException {
    return JSON.readTree(from(RawAnswer.API, RawAnswer.get(path)));
  }
}
