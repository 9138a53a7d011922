package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What a question was answered, before anybody has made sense of it: the text from which a
 * statement about the lab can be judged again later.
 *
 * @param source who was asked: a node's name, or {@link #API}
 * @param question the command, or the request
 * @param text what was answered; after a command that failed with its error text and exit code
 */
public record RawAnswer(String source, String question, String text) {

  /** The source of what the MidoNet API answers. */
  public static final String API = "api";

  /** The answer of a node to a command. */
  public static RawAnswer of(LabNode node, String... command) {
    return of(node, LabNode.SHORT, List.of(command));
  }

  /** The answer of a node to a line of shell. */
  public static RawAnswer shell(LabNode node, String line) {
    var answer = of(node, "/bin/sh", "-c", line);
    return new RawAnswer(answer.source(), line, answer.text());
  }

  public static RawAnswer of(LabNode node, Duration limit, List<String> command) {
    var answer = node.run(limit, command);
    return new RawAnswer(
        node.name(), String.join(" ", command), answer.ok() ? answer.out() : answer.all());
  }

  /** What passed an interface of a node. */
  public static RawAnswer of(LabNode node, String interfaceName, String filter, Capture capture) {
    return new RawAnswer(
        node.name(), "tcpdump -n -i %s '%s'".formatted(interfaceName, filter), capture.text());
  }

  /**
   * The API's answer to {@code GET}.
   *
   * @param path below the API's base: {@code /routers}
   */
  public static RawAnswer of(Api api, String path) throws IOException, InterruptedException {
    JsonNode body = api.get(path);
    return new RawAnswer(API, "GET " + path, body.toString());
  }
}
