package org.midolab.midonet.agent.binding;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** The client of {@link BindingServer}. */
public final class BindingClient {

  private final Path path;

  public BindingClient(Path path) {
    this.path = path;
  }

  /**
   * An answer of the agent.
   *
   * @param status HTTP status code
   * @param text body; one line, unless it is a page
   */
  public record Answer(int status, String text) {

    public boolean isDone() {
      return status == 200;
    }
  }

  /**
   * @throws IOException when no agent listens
   */
  public Answer bind(UUID port, String interfaceName) throws IOException {
    String body =
        JsonNodeFactory.instance.objectNode().put("interfaceName", interfaceName).toString();
    return exchange("PUT", "/binding/" + port, body);
  }

  /**
   * @throws IOException when no agent listens
   */
  public Answer unbind(UUID port) throws IOException {
    return exchange("DELETE", "/binding/" + port, "");
  }

  /**
   * Asks for a page, or for a change.
   *
   * @param target path, and query after a question mark
   * @param body empty for none
   * @throws IOException when no agent listens
   */
  public Answer exchange(String method, String target, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, target, content.length);
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      var out = Channels.newOutputStream(channel);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(content);
      out.flush();
      String answer =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      String[] parts = answer.split("\r\n\r\n", 2);
      String[] words = parts[0].split(" ", 3);
      if (parts.length < 2 || words.length < 2 || !words[1].matches("[0-9]{3}")) {
        throw new IOException("what listens at " + path + " does not speak HTTP");
      }
      return new Answer(Integer.parseInt(words[1]), parts[1].strip());
    }
  }
}
