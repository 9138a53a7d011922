package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The unparsed answer to a command or a request. A statement about the lab can be evaluated again
 * from it later.
 *
 * @param source name of the node that answered, or {@link #API}
 * @param question the command or the request
 * @param text the answer; for a failed command with its error output and exit code
 */
public record RawAnswer(String source, String question, String text) {

  /** Source of answers of the MidoNet API. */
  public static final String API = "api";

  /** Runs a command on a node and returns its answer. */
  public static RawAnswer of(LabNode node, String... command) {
    return of(node, LabNode.SHORT, List.of(command));
  }

  /** Runs a shell command line on a node and returns its answer. */
  public static RawAnswer shell(LabNode node, String line) {
    var answer = of(node, "/bin/sh", "-c", line);
    return new RawAnswer(answer.source(), line, answer.text());
  }

  /** Runs a command on a node with a time limit and returns its answer. */
  public static RawAnswer of(LabNode node, Duration limit, List<String> command) {
    var answer = node.run(limit, command);
    return new RawAnswer(
        node.name(), String.join(" ", command), answer.ok() ? answer.out() : answer.all());
  }

  /** Returns the packets that were captured on an interface of a node as an answer. */
  public static RawAnswer of(LabNode node, String interfaceName, String filter, Capture capture) {
    return new RawAnswer(node.name(), capture(interfaceName, filter), capture.text());
  }

  /** Returns the question of a capture. */
  public static String capture(String interfaceName, String filter) {
    return "tcpdump -n -i %s '%s'".formatted(interfaceName, filter);
  }

  /**
   * Sends a {@code GET} to the API and returns its answer.
   *
   * @param path path below the API's base: {@code /routers}
   */
  public static RawAnswer of(Api api, String path) throws IOException, InterruptedException {
    JsonNode body = api.get(path);
    return new RawAnswer(API, get(path), body.toString());
  }

  /** Returns the question of a {@code GET} to the API. */
  public static String get(String path) {
    return "GET " + path;
  }
}
