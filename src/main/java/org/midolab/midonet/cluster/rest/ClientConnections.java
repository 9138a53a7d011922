package org.midolab.midonet.cluster.rest;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections: limits their number, and closes those whose clients are too slow. */
final class ClientConnections implements AutoCloseable {

  /** Most connections at the same time, each with some KiB. */
  static final int MOST = 4096;

  /**
   * Most connections of one client address, so that one client cannot take all. It leaves room for
   * a proxy, behind which all clients have one address.
   */
  static final int PER_ADDRESS = 1024;

  /** Connections that only clients of the cluster's own host get, such as Neutron's server. */
  static final int LOCAL = 256;

  /** Connections that Helidon accepts beyond {@link #MOST}, to answer them with 503. */
  static final int REFUSED_AT_ONCE = 256;

  /** Time between two looks for slow clients; short compared with what a client may take. */
  private static final Duration PERIOD = Duration.ofMillis(250);

  private final LimitLog number =
      new LimitLog(
          "ClientConnections.MOST, ClientConnections.PER_ADDRESS: %d connections are open, or %d of one client;"
                  .formatted(MOST, PER_ADDRESS)
              + " further ones get 503");
  private final LimitLog slow =
      new LimitLog(
          "Reads.HEAD, Reads.BODY: a client did not send its request in time; its connection was"
              + " closed");

  private final Map<ConnectionContext, Reads> open = new ConcurrentHashMap<>();
  private final Map<InetAddress, Integer> perAddress = new HashMap<>();
  private int all;
  private int remote;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("rest-connections").factory());

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnections.class);

  ClientConnections() {
    watch.scheduleWithFixedDelay(
        this::watch, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Adds a connection; returns false when it must be refused. */
  boolean add(ConnectionContext connection, Reads reads) {
    if (!admit(address(connection))) {
      number.reached();
      return false;
    }
    open.put(connection, reads);
    return true;
  }

  void remove(ConnectionContext connection) {
    if (open.remove(connection) != null) {
      leave(address(connection));
    }
  }

  synchronized boolean admit(InetAddress address) {
    int own = perAddress.getOrDefault(address, 0);
    boolean local = address.isLoopbackAddress();
    if (all >= MOST || own >= PER_ADDRESS || !local && remote >= MOST - LOCAL) {
      return false;
    }
    perAddress.put(address, own + 1);
    all++;
    remote += local ? 0 : 1;
    return true;
  }

  synchronized void leave(InetAddress address) {
    perAddress.computeIfPresent(address, (key, own) -> own == 1 ? null : own - 1);
    all--;
    remote -= address.isLoopbackAddress() ? 0 : 1;
  }

  private static InetAddress address(ConnectionContext connection) {
    SocketAddress address = connection.remotePeer().address();
    return address instanceof InetSocketAddress inet
        ? inet.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /** An executor would end a task silently that throws an exception. */
  private void watch() {
    try {
      closeSlow();
    } catch (RuntimeException e) {
      LOG.error("slow clients could not be closed; tried again soon", e);
    }
  }

  private void closeSlow() {
    open.forEach(
        (connection, reads) -> {
          Reads.Expiry expiry = reads.expire();
          if (expiry != Reads.Expiry.NONE) {
            slow.reached();
            // Writing may wait for the client, so the watch does not do it itself.
            Thread.ofVirtual().start(() -> close(connection, expiry));
          }
        });
  }

  private static void close(ConnectionContext connection, Reads.Expiry expiry) {
    try {
      if (expiry == Reads.Expiry.UNANSWERED) {
        refuse(
            connection,
            "408 Request Timeout",
            new ApiException(408, "the request did not arrive in time"));
      }
    } catch (UncheckedIOException e) {
      LOG.debug("a slow client is gone", e);
    } finally {
      connection.serverSocket().close();
    }
  }

  /** Answers a connection of too many; the caller closes it. */
  static void refuseOneTooMany(ConnectionContext connection) {
    refuse(
        connection,
        "503 Service Unavailable\r\nRetry-After: 1",
        new ApiException(
            503, "too many connections are open, in all or from this address; try again"));
  }

  private static void refuse(ConnectionContext connection, String status, ApiException error) {
    byte[] document = Errors.document(error);
    String head =
        "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, Errors.TYPE, document.length);
    connection
        .dataWriter()
        .writeNow(
            BufferData.create(
                BufferData.create(head.getBytes(StandardCharsets.US_ASCII)),
                BufferData.create(document)));
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
