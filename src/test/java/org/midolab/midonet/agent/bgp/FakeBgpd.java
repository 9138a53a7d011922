package org.midolab.midonet.agent.bgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A vty that refuses commands with the word {@code bad}, and keeps no configuration. */
final class FakeBgpd implements AutoCloseable {

  static final String NEIGHBORS =
      "BGP neighbor is 198.51.100.1, remote AS 64513\n  BGP state = Active\n";

  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final ServerSocketChannel server;

  FakeBgpd(Path socket) throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::accept);
  }

  /** Returns how often bgpd was asked for its configuration, which precedes each change. */
  long attempts() {
    return commands.stream().filter("show running-config"::equals).count();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel session = server.accept();
        Thread.ofVirtual().start(() -> serve(session));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(SocketChannel session) {
    ByteArrayOutputStream command = new ByteArrayOutputStream();
    ByteBuffer one = ByteBuffer.allocate(1);
    try (session) {
      while (session.read(one.clear()) == 1) {
        byte octet = one.get(0);
        if (octet != 0) {
          command.write(octet);
          continue;
        }
        session.write(ByteBuffer.wrap(answer(command.toString(StandardCharsets.UTF_8))));
        command.reset();
      }
    } catch (IOException e) {
      // closed
    }
  }

  private byte[] answer(String command) {
    commands.add(command);
    boolean refused = command.contains("bad");
    String text =
        refused ? "% Unknown command" : command.equals("show bgp neighbors") ? NEIGHBORS : "";
    return (text + "\0\0\0" + (refused ? "\2" : "\0")).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
