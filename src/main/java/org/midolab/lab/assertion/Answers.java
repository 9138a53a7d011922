package org.midolab.lab.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.midolab.lab.probe.RawAnswer;

/** What a rule judges. */
record Answers(List<RawAnswer> all) {

  private static final ObjectMapper JSON = new ObjectMapper();

  Answers {
    all = List.copyOf(all);
  }

  /**
   * The one answer of a source.
   *
   * @throws IllegalArgumentException when there is none, or more than one
   */
  String from(String source) {
    return from(source, "");
  }

  /**
   * The one answer of a source to a question that begins so.
   *
   * @throws IllegalArgumentException when there is none, or more than one
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

  /** The API's one answer to a request that begins so. */
  JsonNode fromApi(String request) throws IOException {
    return JSON.readTree(from(RawAnswer.API, request));
  }
}
