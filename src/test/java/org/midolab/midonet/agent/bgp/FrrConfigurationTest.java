package org.midolab.midonet.agent.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.bgp.BgpSettings.Neighbor;
import org.midolab.midonet.model.BgpPeerBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Prefix;

class FrrConfigurationTest {

  private static final Neighbor BGP1 =
      new Neighbor(Ip4.parse("198.51.100.1"), 64513, 60, 180, 120, null);
  private static final FrrConfiguration NOTHING =
      FrrConfiguration.parse(
          "frr version 8.4.4\nfrr defaults traditional\nhostname gateway1\n!\nend\n");

  /** A running configuration as FRR 8.4.4 prints it. */
  private static final String RUNNING =
      """
      Building configuration...

      Current configuration:
      !
      frr version 8.4.4
      frr defaults traditional
      hostname gateway1
      !
      interface bgp-0a1b2c3_m
       description not ours
      exit
      !
      router bgp 64512
       bgp router-id 198.51.100.2
       no bgp ebgp-requires-policy
       no bgp network import-check
       bgp bestpath as-path multipath-relax
       neighbor 198.51.100.1 remote-as 64513
       neighbor 198.51.100.1 password s3cret
       neighbor 198.51.100.1 timers 60 180
       neighbor 198.51.100.1 timers connect 120
       !
       address-family ipv4 unicast
        network 192.0.2.0/24
        neighbor 198.51.100.1 filter-list midonet-own out
        maximum-paths 1
       exit-address-family
      exit
      !
      bgp as-path access-list midonet-own seq 5 permit ^$
      !
      end
      """;

  @Test
  void noTextContainsAPassword() {
    var neighbor = new Neighbor(Ip4.parse("198.51.100.1"), 64513, 60, 180, 120, "s3cret");
    var peer =
        BgpPeerBuilder.builder().address(Ip4.parse("198.51.100.1")).password("s3cret").build();

    assertThat(FrrConfiguration.parse(RUNNING).toString()).doesNotContain("s3cret");
    assertThat(wanted(64512, List.of(neighbor)).toString()).doesNotContain("s3cret");
    assertThat(neighbor.toString()).doesNotContain("s3cret").contains("with password");
    assertThat(peer.toString()).doesNotContain("s3cret").contains("with password");
  }

  private static FrrConfiguration wanted(long as, List<Neighbor> neighbors, String... networks) {
    return FrrConfiguration.of(
        new BgpSettings(
            as,
            Ip4.parse("198.51.100.2"),
            neighbors,
            List.of(networks).stream().map(Prefix::parse).toList()));
  }

  private static Neighbor with(Neighbor n, int hold, String password) {
    return new Neighbor(n.address(), n.asNumber(), n.keepAlive(), hold, n.connectRetry(), password);
  }

  @Test
  void configuresANewSpeaker() {
    assertThat(
            wanted(64512, List.of(with(BGP1, 180, "s3cret")), "192.0.2.0/24").changesFrom(NOTHING))
        .containsExactly(
            "bgp as-path access-list midonet-own permit ^$",
            "router bgp 64512",
            "bgp router-id 198.51.100.2",
            "no bgp ebgp-requires-policy",
            "no bgp network import-check",
            "bgp bestpath as-path multipath-relax",
            "neighbor 198.51.100.1 remote-as 64513",
            "neighbor 198.51.100.1 password s3cret",
            "neighbor 198.51.100.1 timers 60 180",
            "neighbor 198.51.100.1 timers connect 120",
            "address-family ipv4 unicast",
            "network 192.0.2.0/24",
            "neighbor 198.51.100.1 filter-list midonet-own out",
            "maximum-paths 1",
            "exit-address-family",
            "exit");
  }

  @Test
  void sendsNoCommandToASpeakerWithTheWantedConfiguration() {
    FrrConfiguration running = FrrConfiguration.parse(RUNNING);
    assertThat(
            wanted(64512, List.of(with(BGP1, 180, "s3cret")), "192.0.2.0/24").changesFrom(running))
        .isEmpty();
  }

  @Test
  void changesOnlyDifferences() {
    FrrConfiguration running = FrrConfiguration.parse(RUNNING);
    assertThat(wanted(64512, List.of(with(BGP1, 5, null)), "192.0.2.0/24").changesFrom(running))
        .containsExactly(
            "router bgp 64512",
            "no neighbor 198.51.100.1 password s3cret",
            "neighbor 198.51.100.1 timers 1 5",
            "address-family ipv4 unicast",
            "exit-address-family",
            "exit",
            "do clear bgp 198.51.100.1");
  }

  @Test
  void replacesPeersAndNetworks() {
    FrrConfiguration running = FrrConfiguration.parse(RUNNING);
    Neighbor other = new Neighbor(Ip4.parse("198.51.100.6"), 64600, 1, 3, 1, null);
    assertThat(wanted(64512, List.of(other), "192.0.2.0/25").changesFrom(running))
        .containsExactly(
            "router bgp 64512",
            "no neighbor 198.51.100.1",
            "neighbor 198.51.100.6 remote-as 64600",
            "neighbor 198.51.100.6 timers 1 3",
            "neighbor 198.51.100.6 timers connect 1",
            "address-family ipv4 unicast",
            "no network 192.0.2.0/24",
            "network 192.0.2.0/25",
            "neighbor 198.51.100.6 filter-list midonet-own out",
            "exit-address-family",
            "exit");
  }

  @Test
  void startsOverWhenTheAsNumberChanges() {
    FrrConfiguration running = FrrConfiguration.parse(RUNNING);
    assertThat(wanted(64999, List.of(BGP1)).changesFrom(running))
        .startsWith("no router bgp 64512", "router bgp 64999")
        .contains("neighbor 198.51.100.1 remote-as 64513");
  }

  @Test
  void neverPrintsAPassword() {
    assertThat(with(BGP1, 180, "s3cret").toString()).doesNotContain("s3cret");
  }
}
