package org.midolab.midonet.cluster.rest;

import io.helidon.webserver.http.ServerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.zip.ZipException;

/**
 * Reads the bodies of requests with bounded memory. The size of a body is limited. Only a few large
 * bodies are processed at the same time, since a parsed body takes several times its size.
 */
final class Bodies {

  /** Largest accepted body in bytes; enough for large lists of objects. */
  static final int LARGEST = 1 << 20;

  /**
   * Most bytes that are read and discarded of a refused body. A client that writes the whole body
   * before it reads the answer then gets the answer. The connection of a longer body is closed.
   */
  static final int MAX_DISCARDED = 4 * LARGEST;

  static final String TOO_LARGE =
      "the body is larger than %d bytes, or one of its chunks larger than %d"
          .formatted(LARGEST, BoundedHttp1.CHUNK);

  /** Size in bytes from which a body counts as large. */
  private static final int LARGE = 8 << 10;

  private static final int LARGE_AT_ONCE = 4;

  private final Semaphore largeBodies = new Semaphore(LARGE_AT_ONCE, true);

  /**
   * Reads the whole body and passes it to a function.
   *
   * @throws ApiException 413 when it is too large
   */
  <R> R with(ServerRequest request, Function<byte[], R> work) throws IOException {
    if (!request.content().hasEntity()) {
      return work.apply(new byte[0]);
    }
    try {
      return read(request, work);
    } catch (ZipException | EOFException e) {
      throw new ApiException(
          400, "the body is truncated, or is not encoded as Content-Encoding says");
    }
  }

  private <R> R read(ServerRequest request, Function<byte[], R> work) throws IOException {
    long announced = request.headers().contentLength().orElse(-1);
    if (announced > LARGEST) {
      throw tooLarge();
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] first = in.readNBytes(LARGE);
      if (first.length < LARGE) {
        return work.apply(first);
      }
      largeBodies.acquireUninterruptibly();
      try {
        return work.apply(rest(in, first));
      } finally {
        largeBodies.release();
      }
    }
  }

  private static byte[] rest(InputStream in, byte[] first) throws IOException {
    byte[] more = in.readNBytes(LARGEST + 1 - first.length);
    if (first.length + more.length > LARGEST) {
      throw tooLarge();
    }
    byte[] all = new byte[first.length + more.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  private static ApiException tooLarge() {
    return new ApiException(413, TOO_LARGE);
  }
}
