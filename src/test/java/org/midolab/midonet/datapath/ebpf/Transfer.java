package org.midolab.midonet.datapath.ebpf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.midolab.linux.NetworkNamespace;

/** Sends bytes by TCP from one namespace to another. */
final class Transfer {

  private static final int PORT = 5001;
  private static final int TIMEOUT_MILLIS = 30_000;

  private Transfer() {}

  /** Returns whether all bytes arrive unchanged. */
  static boolean arrives(
      NetworkNamespace from, NetworkNamespace to, String address, int bytes, long seed)
      throws Exception {
    ServerSocket server =
        to.call(
            (NetworkNamespace.Work<ServerSocket, IOException>)
                () -> new ServerSocket(PORT, 1, new InetSocketAddress(address, 0).getAddress()));
    try (server) {
      server.setSoTimeout(TIMEOUT_MILLIS);
      CompletableFuture<Boolean> received =
          CompletableFuture.supplyAsync(() -> receive(server, bytes, seed));
      from.run(
          () -> {
            try (Socket socket = new Socket()) {
              socket.connect(new InetSocketAddress(address, PORT), TIMEOUT_MILLIS);
              send(socket.getOutputStream(), bytes, seed);
            }
          });
      return received.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static void send(OutputStream out, int bytes, long seed) throws IOException {
    Random random = new Random(seed);
    byte[] chunk = new byte[1 << 16];
    for (int sent = 0; sent < bytes; sent += chunk.length) {
      random.nextBytes(chunk);
      out.write(chunk);
    }
  }

  private static boolean receive(ServerSocket server, int bytes, long seed) {
    try (Socket socket = server.accept()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      InputStream in = socket.getInputStream();
      Random random = new Random(seed);
      byte[] expected = new byte[1 << 16];
      for (int got = 0; got < bytes; got += expected.length) {
        random.nextBytes(expected);
        if (!Arrays.equals(in.readNBytes(expected.length), expected)) {
          return false;
        }
      }
      return in.read() < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
