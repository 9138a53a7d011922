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
 * A request without an end: its beginning, and then one piece again and again, over plain sockets,
 * since no client library would send it.
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
   * What became of it.
   *
   * @param sent bytes of pieces before the server had enough
   * @param status of its answer; 0 when it broke the connection without one
   */
  record End(long sent, int status) {}

  /** Sends until the server breaks off, whatever it answers meanwhile, or has taken so much. */
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
