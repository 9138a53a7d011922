package org.midolab.midonet.cluster.rest;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.DirectHandler;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;

/**
 * Adds limits to Helidon's HTTP/1.1: for the number of connections, for the time in which a request
 * must arrive, and for chunked bodies. Helidon itself reads the line with a chunk's size, and then
 * the whole chunk, into memory without a limit.
 *
 * <pre>
 *   socket ─► Helidon's reader ─► {@link Reads}: limits the time
 *          ─► {@link Reader}: limits lines and chunks ─► Helidon's HTTP/1.1
 * </pre>
 */
final class BoundedHttp1 implements ServerConnectionSelector {

  /** Longest line with a chunk's size, in bytes. */
  private static final int LINE = 256;

  /** A chunk's size in hexadecimal, limited to values that fit into an int. */
  private static final Pattern SIZE = Pattern.compile("[0-9a-fA-F]{0,7}");

  /** Largest chunk, in bytes. Clients send one buffer per chunk, mostly of 8 or 16 KiB. */
  static final int CHUNK = 64 << 10;

  private final ServerConnectionSelector http1 =
      Http1ConnectionSelector.builder()
          .config(
              Http1Config.builder()
                  .addReceiveListener(new HeadRead())
                  .addSendListener(new AnswerBegun())
                  .build())
          .build();

  private final ClientConnections connections;
  private final Duration idleTimeout;

  BoundedHttp1(ClientConnections connections, Duration idleTimeout) {
    this.connections = connections;
    this.idleTimeout = idleTimeout;
  }

  private static final class HeadRead implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext connection, Headers headers) {
      ((Context) connection).reads().headRead();
    }
  }

  private static final class AnswerBegun implements Http1ConnectionListener {
    @Override
    public void status(ConnectionContext connection, Status status) {
      ((Context) connection).reads().answerBegun();
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
    Reads reads = new Reads(context.dataReader(), idleTimeout);
    Reader reader = new Reader(reads);
    ServerConnection parser = http1.connection(new Context(context, reader, reads));
    reads.parsedBy(((InterruptableTask<?>) parser)::canInterrupt, reader::available);
    return new Bounded(parser, context, reads);
  }

  /** A connection that counts among {@link ClientConnections}. */
  private final class Bounded implements ServerConnection, InterruptableTask<Void> {

    private final ServerConnection parser;
    private final ConnectionContext context;
    private final Reads reads;

    Bounded(ServerConnection parser, ConnectionContext context, Reads reads) {
      this.parser = parser;
      this.context = context;
      this.reads = reads;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
      if (!connections.add(context, reads)) {
        ClientConnections.refuseOneTooMany(context);
        return;
      }
      try {
        parser.handle(limit);
      } finally {
        connections.remove(context);
      }
    }

    @Override
    public Duration idleTime() {
      return parser.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      parser.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
      return ((InterruptableTask<?>) parser).canInterrupt();
    }
  }

  private static final class Reader extends DataReader {

    Reader(Reads source) {
      super(source);
    }

    /**
     * Reads the line with a chunk's size, without chunk extensions, or the empty line after the
     * last chunk.
     */
    @Override
    public String readLine() {
      int end = findNewLine(LINE);
      String line = readAsciiString(end).split(";", 2)[0].strip();
      if (end == LINE || !SIZE.matcher(line).matches()) {
        throw refusal(Status.BAD_REQUEST_400, "the size of a chunk is not a number");
      }
      skip(2);
      return line;
    }

    @Override
    public BufferData readBuffer(int length) {
      if (length > CHUNK && length > available()) {
        throw refusal(
            Status.REQUEST_ENTITY_TOO_LARGE_413, "a chunk is larger than " + CHUNK + " bytes");
      }
      return super.readBuffer(length);
    }

    private static RequestException refusal(Status status, String message) {
      return RequestException.builder()
          .type(DirectHandler.EventType.BAD_REQUEST)
          .status(status)
          .message(message)
          .setKeepAlive(false)
          .build();
    }
  }

  /** A connection with another reader. */
  private record Context(ConnectionContext of, DataReader dataReader, Reads reads)
      implements ConnectionContext {

    @Override
    public ListenerContext listenerContext() {
      return of.listenerContext();
    }

    @Override
    public ExecutorService executor() {
      return of.executor();
    }

    @Override
    public DataWriter dataWriter() {
      return of.dataWriter();
    }

    @Override
    public Router router() {
      return of.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
      return of.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
      return of.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
      return of.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
      return of.localPeer();
    }

    @Override
    public boolean isSecure() {
      return of.isSecure();
    }

    @Override
    public String socketId() {
      return of.socketId();
    }

    @Override
    public String childSocketId() {
      return of.childSocketId();
    }
  }
}
