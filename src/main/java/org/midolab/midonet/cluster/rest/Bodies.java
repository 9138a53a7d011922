package org.midolab.midonet.cluster.rest;

import io.helidon.webserver.http.ServerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.zip.ZipException;

/**
 * Reads the bodies of requests so that memory stays bounded: none is larger than a limit, and the
 * few large ones take turns, since a parsed body takes several times its size.
 */
final class Bodies {

  /** Largest body that is read, in bytes; the largest sensible one is a bulk of objects. */
  static final int LARGEST = 1 << 20;

  /**
   * Of a body that is not wanted so many bytes are passed over, so that a client that writes it to
   * its end before it reads gets its answer; longer ones are cut off.
   */
  static final int PASSED_OVER = 4 * LARGEST;

  static final String TOO_LARGE =
      "the body is larger than %d bytes, or one of its chunks larger than %d"
          .formatted(LARGEST, BoundedHttp1.CHUNK);

  /** From this size on bodies take turns, so many at a time. */
  private static final int LARGE = 8 << 10;

  private static final int LARGE_AT_ONCE = 4;

  private final Semaphore turns = new Semaphore(LARGE_AT_ONCE, true);

  /**
   * Reads the whole body and works on it.
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
      throw new ApiException(400, "the body ends early, or is not packed as Content-Encoding says");
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
      turns.acquireUninterruptibly();
      try {
        return work.apply(rest(in, first));
      } finally {
        turns.release();
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
