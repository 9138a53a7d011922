package org.midolab.midonet.agent.binding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.midolab.midonet.nsdb.NotFoundException;
import org.midolab.midonet.nsdb.NsdbException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the requests of {@code mm-ctl} and of tools that show something: HTTP/1.1 over a unix
 * socket (docs: contract.md#bindings).
 *
 * <pre>
 *   PUT    /binding/PORT   {"interfaceName": "tap0"}     200, 400, 404, 409, 503
 *   DELETE /binding/PORT                                 200, 400, 404, 503
 *   METHOD /PAGE or /PAGE?QUERY                          200, 400, 404
 * </pre>
 *
 * There is one request per connection. The body of an error response is one line of text.
 */
public final class BindingServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BindingServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY = 4096;
  private static final int MAX_LINE = 1024;
  private static final String PREFIX = "/binding/";

  private final PortBinder binder;
  private final Map<String, UnaryOperator<String>> pages;
  private final ServerSocketChannel server;
  private final Path path;

  private record Request(String method, String target, String body) {}

  private record Answer(int status, String text) {}

  /**
   * Listens on a unix socket that only the owner may connect to.
   *
   * @param path of the socket; an existing file there is replaced
   * @param pages the texts to show, by method and path, such as {@code GET /traces}; each makes its
   *     text of the body, or else the query, which may be empty, and throws an {@link
   *     IllegalArgumentException} for a wrong one
   * @throws UncheckedIOException when the socket cannot be created
   */
  public BindingServer(Path path, PortBinder binder, Map<String, UnaryOperator<String>> pages) {
    this.path = path;
    this.binder = binder;
    this.pages = pages;
    try {
      Files.createDirectories(path.getParent());
      Files.deleteIfExists(path);
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen for mm-ctl at " + path, e);
    }
    Thread.ofVirtual().name("mm-ctl").start(this::accept);
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("requests of mm-ctl are no longer served: {}", e.getMessage());
        return;
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      Request request = read(new BufferedInputStream(Channels.newInputStream(client)));
      Answer answer = answer(request);
      byte[] body = (answer.text + "\n").getBytes(StandardCharsets.UTF_8);
      String head =
          "HTTP/1.1 %d %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(answer.status, reason(answer.status), body.length);
      var out = Channels.newOutputStream(client);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
    } catch (IOException e) {
      LOG.debug("a connection of mm-ctl failed: {}", e.getMessage());
    }
  }

  private Answer answer(Request request) {
    try {
      if (!request.target.startsWith(PREFIX)) {
        return page(request);
      }
      UUID port = UUID.fromString(request.target.substring(PREFIX.length()));
      switch (request.method) {
        case "PUT" -> {
          String name = interfaceName(request.body);
          binder.bind(port, name);
          LOG.info("mm-ctl binds port {} to {}", port, name);
        }
        case "DELETE" -> {
          binder.unbind(port);
          LOG.info("mm-ctl unbinds port {}", port);
        }
        default -> {
          return new Answer(405, "use PUT or DELETE");
        }
      }
      return new Answer(200, "done");
    } catch (NotFoundException e) {
      return new Answer(404, e.getMessage());
    } catch (BindingConflictException e) {
      return new Answer(409, e.getMessage());
    } catch (NsdbException e) {
      return new Answer(503, e.getMessage());
    } catch (IllegalArgumentException e) {
      return new Answer(400, e.getMessage());
    }
  }

  private Answer page(Request request) {
    String[] parts = request.target.split("\\?", 2);
    String query = parts.length < 2 ? "" : parts[1];
    UnaryOperator<String> page = pages.get(request.method + " " + parts[0]);
    return page == null
        ? new Answer(404, "there is no " + request.method + " " + parts[0] + " here")
        : new Answer(200, page.apply(request.body.isEmpty() ? query : request.body));
  }

  private static String interfaceName(String body) {
    try {
      JsonNode name = JSON.readTree(body).path("interfaceName");
      if (name.isTextual() && !name.asText().isBlank()) {
        return name.asText();
      }
    } catch (JsonProcessingException e) {
      // reported below
    }
    throw new IllegalArgumentException("expected {\"interfaceName\": \"NAME\"} in the body");
  }

  private static Request read(InputStream in) throws IOException {
    String[] first = line(in).split(" ");
    if (first.length != 3) {
      throw new IOException("not an HTTP request");
    }
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    if (length < 0 || length > MAX_BODY) {
      throw new IOException("a body of " + length + " bytes");
    }
    return new Request(
        first[0], first[1], new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > MAX_LINE) {
        throw new IOException("a line without end");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      default -> "Service Unavailable";
    };
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("socket {} could not be removed", path, e);
    }
  }
}
