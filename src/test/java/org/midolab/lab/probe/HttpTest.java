package org.midolab.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HttpTest {

  private static final String ADDRESS = "127.77.255.1";

  private static LabNode node() {
    return (LabNode)
        Proxy.newProxyInstance(
            HttpTest.class.getClassLoader(),
            new Class<?>[] {LabNode.class},
            (proxy, method, arguments) -> ADDRESS);
  }

  /** Otherwise each look at a server leaves threads and an open connection behind. */
  @Test
  void clientsOfOneServerShareAConnection() throws Exception {
    Set<Integer> connections = new HashSet<>();
    var server = HttpServer.create(new InetSocketAddress(ADDRESS, Neutron.PORT), 0);
    server.createContext(
        "/",
        exchange -> {
          connections.add(exchange.getRemoteAddress().getPort());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      for (int i = 0; i < 3; i++) {
        assertThat(Neutron.on(node()).get("/networks", "token").status()).isEqualTo(200);
      }
    } finally {
      server.stop(0);
    }

    assertThat(connections).hasSize(1);
  }
}
