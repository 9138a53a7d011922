package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.datapath.Datapath.Flow;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.TestFrames;

/** A mirror whose port is on the second host, on a network of its own. */
class AgentMirrorTest extends TwoHosts {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private Port monitor;

  AgentMirrorTest() {
    super(ZOO);
  }

  @BeforeEach
  void layMonitor() {
    host2.plug("monitor");
    Network monitors =
        NetworkBuilder.builder().id(UUID.randomUUID()).name("monitors").adminStateUp(true).build();
    monitor =
        PortBuilder.builder()
            .id(UUID.randomUUID())
            .networkId(monitors.id())
            .adminStateUp(true)
            .hostId(host2.id)
            .interfaceName("monitor")
            .build();
    nsdb.topology()
        .write(
            tx -> {
              tx.create(monitors);
              monitor = tx.create(monitor);
            });
    awaitActive(monitor, host2);
  }

  private static boolean isFromAToB(FlowKey key) {
    return key.ethSrc().equals(A) && key.ethDst().equals(B);
  }

  @Test
  void framesOfAnotherHostAreCopiedToTheMonitorWhileThereIsAMirror() {
    aToB();
    Mirror mirror = new Mirror(UUID.randomUUID(), monitor.id(), List.of(Condition.ANY));
    nsdb.topology()
        .write(
            tx -> {
              tx.create(mirror);
              tx.update(portA.withInboundMirrorIds(List.of(mirror.id())));
            });
    byte[] copy =
        sendUntil(host1, "tapa", fromAToB(), host2, "monitor", AgentMirrorTest::isFromAToB);
    assertThat(copy).isEqualTo(fromAToB());
    assertThat(aToB()).as("the frame itself").isEqualTo(fromAToB());
    nsdb.topology().delete(Mirror.class, mirror.id());
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                isSilent(host1, "tapa", fromAToB(), host2, "monitor", AgentMirrorTest::isFromAToB));
    assertThat(aToB()).isEqualTo(fromAToB());
  }

  private boolean isOfA(Flow flow) {
    return flow.key().inPort() == host1.datapath.ports().get("tapa");
  }

  @Test
  void aFrameThatAFilterDropsIsCopiedAndCountedAsDropped() {
    Mirror mirror = new Mirror(UUID.randomUUID(), monitor.id(), List.of(Condition.ANY));
    Chain chain = chain("closed");
    rule(chain, Condition.ANY, Rule.Type.DROP);
    nsdb.topology()
        .write(
            tx -> {
              tx.create(mirror);
              tx.update(
                  portA.withInboundFilterId(chain.id()).withInboundMirrorIds(List.of(mirror.id())));
            });
    sendUntil(host1, "tapa", fromAToB(), host2, "monitor", AgentMirrorTest::isFromAToB);
    assertThat(drops(host1, "tapa", DropReason.DROPPED_BY_RULE)).isPositive();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(host1.datapath.flows())
                    .as("the flow of the copies")
                    .anyMatch(each -> isOfA(each.flow()) && each.flow().dropReason() == null));
  }

  @Test
  void aCopyOfAFrameFromATunnelIsMadeOnceByTheHostWhereTheFrameCameIn() throws Exception {
    Mirror mirror = new Mirror(UUID.randomUUID(), monitor.id(), List.of(Condition.ANY));
    nsdb.topology()
        .write(
            tx -> {
              tx.create(mirror);
              tx.update(portB.withOutboundMirrorIds(List.of(mirror.id())));
            });
    sendUntil(host1, "tapa", fromAToB(), host2, "monitor", AgentMirrorTest::isFromAToB);
    await()
        .atMost(PATIENCE)
        .until(() -> next(host2.sent("monitor"), AgentMirrorTest::isFromAToB, 300) == null);
    byte[] other = TestFrames.udp(A, B, "192.168.1.10", "192.168.1.11", 1001, 2000);
    host1.receive("tapa", other);
    assertThat(next(host2.sent("monitor"), AgentMirrorTest::isFromAToB, 10_000)).isEqualTo(other);
    assertThat(next(host2.sent("monitor"), AgentMirrorTest::isFromAToB, 300)).isNull();
  }
}
