package org.midolab.lab.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.midolab.lab.probe.ZooKeeperServer;

/** A fake ZooKeeper server that supports four-letter commands only: {@code word srvr}. */
final class FakeWords implements FakeServers.FakeServer {

  private static final String WORD = "word ";

  private final String address;
  private final FakeAnswers.Of answers;
  private final ServerSocket socket;

  FakeWords(String address, FakeAnswers.Of answers) {
    this.address = address;
    this.answers = answers;
    try {
      socket = new ServerSocket(ZooKeeperServer.PORT, 10, InetAddress.getByName(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  static boolean handles(String question) {
    return question.startsWith(WORD);
  }

  private void serve() {
    try {
      while (true) {
        try (var client = socket.accept()) {
          var word = new String(client.getInputStream().readNBytes(4), StandardCharsets.US_ASCII);
          var text = answers.to(WORD + word).orElse("");
          client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      // The socket is closed at the end.
    }
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
