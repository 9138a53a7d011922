package org.midolab.lab.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The bidirectional stream of one {@code exec}, which the Docker API provides by an upgrade of the
 * connection (API 1.41, "POST /exec/{id}/start"). This is own code because no library can end a
 * command's standard input and go on reading its output: docker-java's exec cannot (its issues 1448
 * and 1684), and its socket class, which HttpCore could use, throws an exception from {@code
 * shutdownOutput}.
 */
final class ExecConnection implements AutoCloseable {

  private final SocketChannel channel;
  private final InputStream in = new ChannelInput();
  private final OutputStream out = new ChannelOutput();

  private ExecConnection(SocketChannel channel) {
    this.channel = channel;
  }

  static ExecConnection start(Path socket, String exec, boolean tty) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    ExecConnection connection = new ExecConnection(channel);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      String body = "{\"Detach\":false,\"Tty\":" + tty + "}";
      String request =
          "POST /exec/"
              + exec
              + "/start HTTP/1.1\r\nHost: engine\r\nContent-Type: application/json\r\n"
              + "Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      connection.out.write(request.getBytes(StandardCharsets.US_ASCII));
      String head = connection.head();
      if (!head.startsWith("HTTP/1.1 101") && !head.startsWith("HTTP/1.1 200")) {
        throw new IOException("the engine did not start exec " + exec + ": " + head.strip());
      }
      return connection;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns the engine's bytes: raw with a terminal, in frames for each stream without one. */
  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  /** Ends the command's standard input. */
  void closeOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the engine closed the connection");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private final class ChannelInput extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return channel.read(ByteBuffer.wrap(bytes, offset, length));
    }
  }

  private final class ChannelOutput extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}
