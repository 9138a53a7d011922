package org.midolab.midonet.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * An endless request: a head, then one piece repeatedly. It uses plain sockets, since client
 * libraries cannot send it.
 *
 * @param head sent first; lines end with {@code \n}, which becomes {@code \r\n}
 */
record Flood(String name, String head, byte[] piece) {

  private static final int PATIENCE_MILLIS = 20_000;

  static Flood of(String name, String head, String piece) {
    byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
    return new Flood(name, head.replace("\n", "\r\n"), bytes);
  }

  /**
   * Result of a flood.
   *
   * @param sent bytes of pieces that the server accepted
   * @param status status of the answer; 0 when the server closed the connection without an answer
   */
  record End(long sent, int status) {}

  /** Sends until the server closes the connection or has accepted {@code most} bytes. */
  End pour(URI server, long most) {
    long sent = 0;
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        while (sent < most) {
          socket.getOutputStream().write(piece);
          sent += piece.length;
        }
        byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 413".length());
        return new End(sent, line.length < 12 ? 0 : Integer.parseInt(new String(line, 9, 3)));
      } catch (IOException e) {
        return new End(sent, 0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + " found no server", e);
    }
  }

  List<End> pourAtOnce(int times, URI server, long most) throws InterruptedException {
    return atOnce(times, () -> pour(server, most));
  }

  static <T> List<T> atOnce(int times, Callable<T> work) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(Stream.generate(() -> work).limit(times).toList()).stream()
          .map(Flood::result)
          .toList();
    }
  }

  private static <T> T result(Future<T> done) {
    try {
      return done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
