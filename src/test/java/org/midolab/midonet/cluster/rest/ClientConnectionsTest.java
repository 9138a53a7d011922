package org.midolab.midonet.cluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ClientConnectionsTest {

  private static InetAddress remote(int client) throws Exception {
    return InetAddress.getByAddress(
        new byte[] {(byte) 198, 18, (byte) (client >> 8), (byte) client});
  }

  @Test
  void oneAddressGetsAShareOfTheConnections() throws Exception {
    try (var connections = new ClientConnections()) {
      for (int i = 0; i < ClientConnections.PER_ADDRESS; i++) {
        assertThat(connections.admit(remote(1))).isTrue();
      }
      assertThat(connections.admit(remote(1))).isFalse();
      assertThat(connections.admit(remote(2))).isTrue();
      connections.leave(remote(1));
      assertThat(connections.admit(remote(1))).isTrue();
    }
  }

  @Test
  void manyAddressesLeaveRoomForTheOwnHost() throws Exception {
    try (var connections = new ClientConnections()) {
      for (int i = 0; i < ClientConnections.MOST - ClientConnections.LOCAL; i++) {
        assertThat(connections.admit(remote(i))).isTrue();
      }
      assertThat(connections.admit(remote(9999))).isFalse();
      for (int i = 0; i < ClientConnections.LOCAL; i++) {
        assertThat(connections.admit(InetAddress.getLoopbackAddress())).isTrue();
      }
      assertThat(connections.admit(InetAddress.getLoopbackAddress())).isFalse();
    }
  }
}
