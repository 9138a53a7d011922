package org.midolab.midonet.agent.bgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A session with an FRR daemon over its vty socket, in vtysh's protocol. Unlike arguments of vtysh,
 * commands sent here do not appear in the process list.
 *
 * <pre>
 *   to the daemon     command, 0
 *   from the daemon   output, 0, 0, 0, status      status 0 is success
 * </pre>
 */
final class Vty implements AutoCloseable {

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);
  private static final int SUCCESS = 0;
  private static final String PASSWORD = " password ";

  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(16 << 10);

  /**
   * Connects to a daemon.
   *
   * @param socket for example {@code /run/frr/NAME/bgpd.vty}
   * @throws IOException when the daemon does not listen
   */
  Vty(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    channel.configureBlocking(false);
    selector = Selector.open();
    channel.register(selector, SelectionKey.OP_READ);
    ask("enable");
  }

  /**
   * Sends a command and waits for its output. No exception message holds more than the first words
   * of a command, because a password may follow.
   *
   * @return the output of the command
   * @throws RefusedException when the daemon refuses the command
   * @throws IOException when the daemon does not answer in time or closes the connection
   */
  String ask(String command) throws IOException {
    ByteBuffer request = ByteBuffer.wrap((command + "\0").getBytes(StandardCharsets.UTF_8));
    while (request.hasRemaining()) {
      channel.write(request);
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + ANSWER_TIMEOUT.toNanos();
    while (!isComplete(answer)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0 || selector.select(left) == 0 && System.nanoTime() >= deadline) {
        throw new IOException(
            "no answer to '" + safe(command) + "' in " + ANSWER_TIMEOUT.toSeconds() + " s");
      }
      selector.selectedKeys().clear();
      buffer.clear();
      if (channel.read(buffer) < 0) {
        throw new IOException("the daemon hung up on '" + safe(command) + "'");
      }
      answer.write(buffer.array(), 0, buffer.position());
    }
    byte[] bytes = answer.toByteArray();
    String text = new String(bytes, 0, bytes.length - 4, StandardCharsets.UTF_8);
    if (bytes[bytes.length - 1] != SUCCESS) {
      throw new RefusedException(
          "'" + safe(command) + "' refused: " + withoutSecret(command, text));
    }
    return text;
  }

  /** Reports that the daemon refused a command; a repetition would fail, too. */
  static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** Returns the daemon's output without the command's password, which some daemons repeat. */
  static String withoutSecret(String command, String text) {
    int password = command.indexOf(PASSWORD);
    if (password < 0) {
      return text.strip();
    }
    String secret = command.substring(password + PASSWORD.length());
    return (secret.isEmpty() ? text : text.replace(secret, "…")).strip();
  }

  private static boolean isComplete(ByteArrayOutputStream answer) {
    byte[] bytes = answer.toByteArray();
    int n = bytes.length;
    return n >= 4 && bytes[n - 4] == 0 && bytes[n - 3] == 0 && bytes[n - 2] == 0;
  }

  private static String safe(String command) {
    int password = command.indexOf(PASSWORD);
    return password < 0 ? command : command.substring(0, password) + " password …";
  }

  @Override
  public void close() {
    try {
      selector.close();
      channel.close();
    } catch (IOException e) {
      // The session is not needed any more.
    }
  }
}
