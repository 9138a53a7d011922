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
 * A session with an FRR daemon over its vty socket, as vtysh has it; what is said here shows in no
 * process list.
 *
 * <pre>
 *   to the daemon     command, 0
 *   from the daemon   output, 0, 0, 0, status      status 0 is success
 * </pre>
 */
final class Vty implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int SUCCESS = 0;
  private static final String PASSWORD = " password ";

  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(16 << 10);

  /**
   * @param socket such as {@code /run/frr/NAME/bgpd.vty}
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
   * @return what the daemon prints
   * @throws RefusedException when the daemon refuses the command
   * @throws IOException when the daemon does not answer in time. No message holds more of the
   *     command than its first words, since a password may follow
   */
  String ask(String command) throws IOException {
    ByteBuffer request = ByteBuffer.wrap((command + "\0").getBytes(StandardCharsets.UTF_8));
    while (request.hasRemaining()) {
      channel.write(request);
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isComplete(answer)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0 || selector.select(left) == 0 && System.nanoTime() >= deadline) {
        throw new IOException(
            "no answer to '" + safe(command) + "' in " + PATIENCE.toSeconds() + " s");
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

  /** The daemon does not do what a command says, and would not do it the next time. */
  static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** What the daemon printed; some daemons repeat the command. */
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
      // nothing is lost with it
    }
  }
}
