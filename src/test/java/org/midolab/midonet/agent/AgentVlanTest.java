package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.TestFrames;

/** The bridge is VLAN 7 of a VLAN-aware bridge, which has a trunk on each host. */
class AgentVlanTest extends TwoHosts {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final int VLAN = 7;
  private static final Mac PHYSICAL = Mac.parse("02:00:00:00:00:77");

  AgentVlanTest() {
    super(ZOO);
  }

  @BeforeEach
  void layTrunks() {
    host1.plug("trunk1");
    host2.plug("trunk2");
    Network aware =
        NetworkBuilder.builder().id(UUID.randomUUID()).name("aware").adminStateUp(true).build();
    Port vlan = port(aware).vlanId(VLAN).build();
    Port[] trunks = new Port[2];
    nsdb.topology()
        .write(
            tx -> {
              tx.create(aware);
              tx.create(vlan);
              tx.create(port(bridge).peerId(vlan.id()).build());
              trunks[0] = tx.create(port(aware).hostId(host1.id).interfaceName("trunk1").build());
              trunks[1] = tx.create(port(aware).hostId(host2.id).interfaceName("trunk2").build());
            });
    awaitActive(trunks[0], host1);
    awaitActive(trunks[1], host2);
  }

  private static PortBuilder port(Network network) {
    return PortBuilder.builder().id(UUID.randomUUID()).networkId(network.id()).adminStateUp(true);
  }

  private static byte[] fromAToPhysical() {
    return TestFrames.udp(A, PHYSICAL, "192.168.1.10", "192.168.1.77", 1000, 2000);
  }

  private static byte[] fromPhysicalToA() {
    return FrameRewriter.pushVlan(
        TestFrames.udp(PHYSICAL, A, "192.168.1.77", "192.168.1.10", 2000, 1000), VLAN);
  }

  private static boolean isToPhysical(FlowKey key) {
    return key.ethDst().equals(PHYSICAL);
  }

  @Test
  void framesPassBetweenAnInstanceAndTheVlanOfATrunkOnAnotherHost() {
    byte[] tagged =
        sendUntil(host1, "tapa", fromAToPhysical(), host2, "trunk2", AgentVlanTest::isToPhysical);
    assertThat(tagged).isEqualTo(FrameRewriter.pushVlan(fromAToPhysical(), VLAN));
    byte[] untagged =
        sendUntil(
            host2,
            "trunk2",
            fromPhysicalToA(),
            host1,
            "tapa",
            key -> key.ethSrc().equals(PHYSICAL));
    assertThat(untagged).isEqualTo(FrameRewriter.popVlan(fromPhysicalToA()));
  }

  /** The stations of a VLAN move when spanning tree changes the trunk. */
  @Test
  void allHostsLearnByWhichTrunkAStationIsReached() {
    learn(host2, "trunk2");
    awaitOnly(host2, "trunk2", host1, "trunk1");
    learn(host1, "trunk1");
    awaitOnly(host1, "trunk1", host2, "trunk2");
  }

  private void learn(TestHost host, String trunk) {
    sendUntil(host, trunk, fromPhysicalToA(), host1, "tapa", key -> key.ethSrc().equals(PHYSICAL));
  }

  private void awaitOnly(TestHost host, String trunk, TestHost otherHost, String otherTrunk) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              host.sent(trunk).clear();
              boolean onlyThere =
                  isSilent(
                      host1,
                      "tapa",
                      fromAToPhysical(),
                      otherHost,
                      otherTrunk,
                      AgentVlanTest::isToPhysical);
              return onlyThere && next(host.sent(trunk), AgentVlanTest::isToPhysical, 50) != null;
            });
  }
}
