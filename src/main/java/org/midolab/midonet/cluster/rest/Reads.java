package org.midolab.midonet.cluster.rest;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Reads a client's bytes, and measures how long the server has waited for those of the current
 * request. Time in which the server does not read does not count. Helidon has no such limit: its
 * idle timeout applies only between requests, and sockets of a server have no read timeout.
 */
final class Reads implements Supplier<byte[]> {

  /** Longest wait for the head of a request. Clients send a head at once, in one or two packets. */
  static final Duration HEAD = Duration.ofSeconds(10);

  /** Wait for a body that its size does not earn, such as the round trips of a lossy network. */
  static final Duration BODY_START = Duration.ofSeconds(10);

  /** Least bytes per second of a body after that; the slowest management networks carry more. */
  static final int BODY_RATE = 32 << 10;

  /** Longest wait for a body: the largest accepted one at the least rate, rounded up. */
  static final Duration BODY = Duration.ofSeconds(45);

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private enum Phase {
    /** No byte of the next request has arrived; Helidon's idle timeout applies. */
    BETWEEN,
    HEAD,
    BODY
  }

  private final DataReader source;
  private final long most;
  private BooleanSupplier readsHead = () -> true;
  private IntSupplier unread = () -> 0;

  private Phase phase = Phase.BETWEEN;
  private long received;
  private long waited;
  private long began;
  private boolean waiting;
  private boolean answered;
  private boolean expired;

  /**
   * Makes the reads of one connection.
   *
   * @param idleTimeout upper limit of {@link #HEAD} and {@link #BODY_START}
   */
  Reads(DataReader source, Duration idleTimeout) {
    this.source = source;
    this.most = idleTimeout.toNanos();
  }

  /**
   * Connects the reads with the parser of requests.
   *
   * @param readsHead whether the parser reads the first line of a request
   * @param unread number of bytes that the parser has not used yet
   */
  void parsedBy(BooleanSupplier readsHead, IntSupplier unread) {
    this.readsHead = readsHead;
    this.unread = unread;
  }

  /** The head of a request is complete, so its body follows. */
  synchronized void headRead() {
    enter(Phase.BODY);
  }

  /** The answer to the current request has begun. */
  synchronized void answerBegun() {
    answered = true;
  }

  /** Returns the available bytes, at least one; null at the end of the stream. */
  @Override
  public byte[] get() {
    begin();
    byte[] bytes = null;
    try {
      source.ensureAvailable();
      bytes = source.readBytes(source.available());
    } catch (DataReader.InsufficientDataAvailableException e) {
      // The end of the stream.
    } finally {
      end(bytes == null ? 0 : bytes.length);
    }
    return bytes;
  }

  private synchronized void begin() {
    boolean none = unread.getAsInt() == 0;
    if (phase == Phase.BODY && readsHead.getAsBoolean()) {
      enter(none ? Phase.BETWEEN : Phase.HEAD);
    }
    began = System.nanoTime();
    waiting = true;
  }

  private synchronized void end(int bytes) {
    waiting = false;
    if (expired) {
      throw new CloseConnectionException("the client was too slow");
    }
    if (phase == Phase.BETWEEN) {
      enter(Phase.HEAD);
    } else {
      waited += System.nanoTime() - began;
    }
    received += bytes;
    if (bytes == 0 && phase == Phase.HEAD) {
      throw new CloseConnectionException("the client closed the connection");
    }
  }

  private void enter(Phase next) {
    phase = next;
    received = 0;
    waited = 0;
    answered = false;
  }

  /** Whether a connection has expired, and whether its request can still be answered. */
  enum Expiry {
    NONE,
    UNANSWERED,
    ANSWERED
  }

  /** Ends the reads if the client was too slow; its connection must then be closed. */
  synchronized Expiry expire() {
    if (!waiting
        || expired
        || phase == Phase.BETWEEN
        || waited + System.nanoTime() - began <= allowed()) {
      return Expiry.NONE;
    }
    expired = true;
    return answered ? Expiry.ANSWERED : Expiry.UNANSWERED;
  }

  private long allowed() {
    if (phase == Phase.HEAD) {
      return Math.min(most, HEAD.toNanos());
    }
    long earned = received * SECOND / BODY_RATE;
    return Math.min(BODY.toNanos(), Math.min(most, BODY_START.toNanos()) + earned);
  }
}
