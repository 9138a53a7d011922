package org.midolab.midonet.agent.metadata;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.midolab.midonet.model.Ip4;

/**
 * The connections of instances to the proxy: limits their number, and closes those on which no
 * request completes. Each alias, and so each instance's port, has its own share.
 */
final class ProxyConnections implements ServerConnectionSelector {

  /** Most connections at once, each with some KiB. */
  static final int MOST = 1024;

  /** Most connections of one instance; cloud-init and its like use one or two. */
  static final int PER_INSTANCE = 16;

  /** Connections that are accepted beyond {@link #MOST}, to be closed at once. */
  static final int REFUSED_AT_ONCE = 64;

  /**
   * Time without a completed request after which a connection is closed: unused, or with a client
   * that sends or reads too slowly. Longer than {@link Nova#ANSWER} and all waits before it.
   */
  static final Duration IDLE = Duration.ofSeconds(60);

  private final ServerConnectionSelector http1 =
      Http1ConnectionSelector.builder()
          .config(Http1Config.builder().addReceiveListener(new OnlyKnownLengths()).build())
          .build();

  private static final byte[] ONE_TOO_MANY =
      ("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
              + "Connection: close\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final Consumer<InetAddress> refused;
  private final LongSupplier nanoTime;
  private final Map<SocketAddress, Open> open = new ConcurrentHashMap<>();
  private final Map<InetAddress, Integer> perInstance = new HashMap<>();

  /** An open connection, and when its last request completed or it was accepted. */
  private record Open(ConnectionContext connection, long used) {

    void close() {
      connection.serverSocket().close();
    }
  }

  /**
   * @param refused receives the address of each connection beyond the limit
   */
  ProxyConnections(Consumer<InetAddress> refused, LongSupplier nanoTime) {
    this.refused = refused;
    this.nanoTime = nanoTime;
  }

  /**
   * Refuses bodies in chunks. Their length is not known before, and Helidon reads a whole chunk
   * into memory.
   */
  private static final class OnlyKnownLengths implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext connection, Headers headers) {
      if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
        throw RequestException.builder()
            .type(DirectHandler.EventType.OTHER)
            .status(Status.LENGTH_REQUIRED_411)
            .message("a body needs a Content-Length")
            .safeMessage(true)
            .setKeepAlive(false)
            .build();
      }
    }
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http1.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http1.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http1.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return new Counted(http1.connection(context), context);
  }

  /** Records that a request of a client has completed. */
  void completed(SocketAddress client) {
    open.computeIfPresent(client, (_, old) -> new Open(old.connection, nanoTime.getAsLong()));
  }

  /** Closes the connections on which no request completes. */
  void closeIdle() {
    long now = nanoTime.getAsLong();
    for (Open each : open.values()) {
      if (now - each.used > IDLE.toNanos()) {
        each.close();
      }
    }
  }

  /**
   * Closes all connections of an alias, because its port has another instance, or none, so that no
   * answer reaches the wrong one.
   */
  void closeAllOf(Ip4 alias) {
    open.forEach(
        (client, each) -> {
          if (addressOf(client).getHostAddress().equals(alias.toString())) {
            each.close();
          }
        });
  }

  static InetAddress addressOf(SocketAddress client) {
    return ((InetSocketAddress) client).getAddress();
  }

  private synchronized boolean admit(SocketAddress client, ConnectionContext connection) {
    int own = perInstance.getOrDefault(addressOf(client), 0);
    if (open.size() >= MOST || own >= PER_INSTANCE) {
      return false;
    }
    perInstance.put(addressOf(client), own + 1);
    open.put(client, new Open(connection, nanoTime.getAsLong()));
    return true;
  }

  private synchronized void leave(SocketAddress client, ConnectionContext connection) {
    // After a reset the client may have connected again from the same port.
    open.computeIfPresent(client, (_, each) -> each.connection == connection ? null : each);
    perInstance.computeIfPresent(addressOf(client), (_, own) -> own == 1 ? null : own - 1);
  }

  /** A connection that counts as open while it is handled. */
  private final class Counted implements ServerConnection, InterruptableTask<Void> {

    private final ServerConnection http;
    private final ConnectionContext connection;

    Counted(ServerConnection http, ConnectionContext connection) {
      this.http = http;
      this.connection = connection;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
      SocketAddress client = connection.remotePeer().address();
      if (!admit(client, connection)) {
        refused.accept(addressOf(client));
        connection.dataWriter().writeNow(BufferData.create(ONE_TOO_MANY));
        return;
      }
      try {
        http.handle(limit);
      } finally {
        leave(client, connection);
      }
    }

    @Override
    public boolean canInterrupt() {
      return ((InterruptableTask<?>) http).canInterrupt();
    }

    @Override
    public Duration idleTime() {
      return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      http.close(interrupt);
    }
  }
}
