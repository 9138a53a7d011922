package org.midolab.midonet.agent.bgp;

import java.util.List;
import java.util.Objects;
import org.midolab.midonet.model.BgpNetwork;
import org.midolab.midonet.model.BgpPeer;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Router;

/**
 * What the topology asks of the speaker of one port.
 *
 * @param asNumber the router's own, 1 to 4294967295
 * @param routerId the port's address
 * @param neighbors by address
 * @param networks what is announced, and nothing else
 */
record BgpSettings(long asNumber, Ip4 routerId, List<Neighbor> neighbors, List<Prefix> networks) {

  /**
   * @param keepAlive seconds
   * @param holdTime seconds; FRR sends keep-alives at a third of it at the latest
   * @param connectRetry seconds
   * @param password TCP MD5 key (RFC 2385), or null; a secret
   */
  record Neighbor(
      Ip4 address, long asNumber, int keepAlive, int holdTime, int connectRetry, String password) {

    @Override
    public String toString() {
      return address + " AS " + asNumber + (password == null ? "" : " with password");
    }
  }

  /** Seconds that hold for peers without their own: {@code agent.midolman.bgp_*}. */
  record Timers(int keepAlive, int holdTime, int connectRetry) {}

  BgpSettings {
    neighbors = List.copyOf(neighbors);
    networks = List.copyOf(networks);
  }

  /**
   * Picks the peers that are reached through a port: those whose address lies in its subnet.
   *
   * @return settings without neighbors when the port has nobody to talk to
   */
  static BgpSettings of(
      Router router, Port port, List<BgpPeer> peers, List<BgpNetwork> networks, Timers defaults) {
    List<Neighbor> neighbors =
        router.asNumber() <= 0 || port.portSubnet() == null
            ? List.of()
            : peers.stream()
                .filter(peer -> port.portSubnet().contains(peer.address()))
                .filter(peer -> !peer.address().equals(port.portAddress()))
                .map(peer -> neighbor(peer, defaults))
                .sorted((a, b) -> a.address().compareTo(b.address()))
                .toList();
    List<Prefix> prefixes =
        networks.stream()
            .map(network -> network.subnet().network())
            .distinct()
            .sorted((a, b) -> a.toString().compareTo(b.toString()))
            .toList();
    return new BgpSettings(router.asNumber(), port.portAddress(), neighbors, prefixes);
  }

  private static Neighbor neighbor(BgpPeer peer, Timers defaults) {
    return new Neighbor(
        peer.address(),
        peer.asNumber(),
        Objects.requireNonNullElse(peer.keepAlive(), defaults.keepAlive()),
        Objects.requireNonNullElse(peer.holdTime(), defaults.holdTime()),
        Objects.requireNonNullElse(peer.connectRetry(), defaults.connectRetry()),
        peer.password());
  }
}
