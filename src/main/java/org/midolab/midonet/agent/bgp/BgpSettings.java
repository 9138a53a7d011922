package org.midolab.midonet.agent.bgp;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.BgpNetwork;
import org.midolab.midonet.model.BgpPeer;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Router;

/**
 * The wanted configuration of one port's BGP speaker, from the topology.
 *
 * @param asNumber the router's own, 1 to 4294967295
 * @param routerId the port's address
 * @param neighbors sorted by address; empty when the port has no peer
 * @param networks the only prefixes that are announced
 */
record BgpSettings(long asNumber, Ip4 routerId, List<Neighbor> neighbors, List<Prefix> networks) {

  /**
   * A BGP peer.
   *
   * @param asNumber the peer's AS number, 1 to 4294967295
   * @param keepAlive seconds; FRR sends keep-alives at least three times per hold time
   * @param holdTime seconds (RFC 4271 §4.2)
   * @param connectRetry seconds between attempts to connect
   * @param password TCP MD5 key (RFC 2385), or null; secret, so {@link #toString} omits it
   */
  record Neighbor(
      Ip4 address,
      long asNumber,
      int keepAlive,
      int holdTime,
      int connectRetry,
      @Nullable String password) {

    @Override
    public String toString() {
      return address + " AS " + asNumber + (password == null ? "" : " with password");
    }
  }

  /** Defaults in seconds for peers without values of their own: {@code agent.midolman.bgp_*}. */
  record Timers(int keepAlive, int holdTime, int connectRetry) {}

  BgpSettings {
    neighbors = List.copyOf(neighbors);
    networks = List.copyOf(networks);
  }

  /**
   * Returns the settings of a port. Its neighbors are the peers whose address lies in the port's
   * subnet.
   *
   * @return settings without neighbors when the router has no AS number or the port has no peer
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
