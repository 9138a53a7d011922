package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.Rule.NatTarget;
import org.midolab.midonet.model.RuleBuilder;
import org.midolab.midonet.model.TraceRequest;
import org.midolab.midonet.model.TraceRequestBuilder;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.TestFrames;

/** Trace requests, from the API's object to the text of {@code mm-trace}. */
class AgentTraceTest extends TwoHosts {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final Condition UDP = ConditionBuilder.builder().nwProto(17).build();

  AgentTraceTest() {
    super(ZOO);
  }

  private TraceRequest request(UUID port, Condition condition, long limit) {
    TraceRequest made =
        TraceRequestBuilder.builder()
            .id(UUID.randomUUID())
            .name("lost packets")
            .portId(port)
            .condition(condition)
            .limit(limit)
            .enabled(true)
            .build();
    nsdb.topology().create(made);
    await().atMost(PATIENCE).until(() -> host1.traces().requests().contains("" + made.id()));
    await().atMost(PATIENCE).until(() -> !hasFlow(host1));
    return made;
  }

  @Test
  void tracesAPacketThatEntersByAPort() {
    exchangeMacs();
    aToB();
    await().atMost(PATIENCE).until(() -> hasFlow(host1));
    TraceRequest request = request(portA.id(), UDP, 1_000);
    await().atMost(PATIENCE).until(() -> !hasFlow(host1));

    aToB();

    await().atMost(PATIENCE).until(() -> traced(host1, request) > 0);
    assertThat(host1.traces().records(request.id()).lines())
        .contains(
            "  request %s (lost packets)".formatted(request.id()),
            "  packet %s > %s, UDP 192.168.1.10:1000 > 192.168.1.11:2000".formatted(A, B),
            "  port %s: the frame enters".formatted(portA.id()),
            "  bridge %s (net): %s is at port %s".formatted(bridge.id(), B, portB.id()),
            "  port %s: the frame is sent".formatted(portB.id()),
            "  = sent by VXLAN tunnel 198.19.0.1 > 198.19.0.2 with key "
                + nsdb.topology().get(portB.getClass(), portB.id()).tunnelKey());
    assertThat(host1.traces().requests())
        .contains(
            "request %s (lost packets): port %s, enabled, ".formatted(request.id(), portA.id()))
        .contains(" of 1000 packets traced here");
    assertThat(hasFlow(host1)).isFalse();
  }

  @Test
  void theNextHostRecordsTheSameTrace() {
    exchangeMacs();
    aToB();
    TraceRequest request = request(portA.id(), UDP, 2);

    aToB();
    await().atMost(PATIENCE).until(() -> traced(host2, request) > 0);
    aToB();
    await().atMost(PATIENCE).until(() -> traced(host2, request) == 2);

    assertThat(ids(host2, request)).containsExactlyInAnyOrderElementsOf(ids(host1, request));
    assertThat(host2.traces().records(request.id()).lines())
        .contains(
            "  packet %s > %s, UDP 192.168.1.10:1000 > 192.168.1.11:2000".formatted(A, B),
            "  = arrived by a tunnel from host %s with key %d"
                .formatted(host1.id, nsdb.topology().get(portB.getClass(), portB.id()).tunnelKey()),
            "  = sent out of port " + portB.id());
  }

  @Test
  void theNextHostRecordsATranslatedPacketByItsNewAddresses() {
    exchangeMacs();
    Chain chain = chain("nat");
    NatTarget outside = new NatTarget(IP_UPLINK, IP_UPLINK, 1024, 65535);
    nsdb.topology()
        .create(
            RuleBuilder.builder()
                .id(UUID.randomUUID())
                .chainId(chain.id())
                .type(Rule.Type.SNAT)
                .flowAction(Rule.FlowAction.ACCEPT)
                .natTargets(List.of(outside))
                .condition(ConditionBuilder.builder().outPortIds(Set.of(uplink.id())).build())
                .build());
    Router router = nsdb.topology().get(Router.class, uplink.routerId());
    nsdb.topology().update(router.withOutboundFilterId(chain.id()));
    TraceRequest request = request(portA.id(), Condition.ANY, 1_000);

    byte[] echo = TestFrames.echo(A, GATEWAY, IP_A.toString(), IP_PEER.toString(), 64);
    sendUntil(
        host1, "tapa", echo, host2, "eth1", key -> key.isIpv4() && key.ipSrc().equals(IP_UPLINK));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(host2.traces().records(request.id()))
                    .contains(
                        "packet %s > %s, ICMP type 8 code 0 198.51.100.2 > 198.51.100.1"
                            .formatted(UPLINK, PEER)));
    assertThat(host1.traces().records(request.id()))
        .contains("matches: SNAT", "translated: source 198.51.100.2", "next hop 198.51.100.1");
  }

  @Test
  void afterItsLimitPacketsGetFlowsAndAChangeOfTheRequestStartsAnew() {
    exchangeMacs();
    aToB();
    TraceRequest request = request(portA.id(), UDP, 3);
    for (int i = 0; i < 5; i++) {
      aToB();
    }
    await().atMost(PATIENCE).until(() -> traced(host1, request) == 3 && hasFlow(host1));
    assertThat(host1.traces().requests()).contains("3 of 3 packets traced here");

    nsdb.topology().update(request.withEnabled(false));
    await().atMost(PATIENCE).until(() -> host1.traces().requests().contains("disabled, 0 of 3"));
    aToB();
    assertThat(traced(host1, request)).isEqualTo(3);

    nsdb.topology().update(request);
    await().atMost(PATIENCE).until(() -> host1.traces().requests().contains("enabled, 0 of 3"));
    aToB();
    await().atMost(PATIENCE).until(() -> traced(host1, request) > 3);
  }

  /** Else a traced port would have all its frames simulated. */
  @Test
  void packetsBeyondTheRateHaveAFlowForASecond() {
    exchangeMacs();
    request(portA.id(), UDP, Long.MAX_VALUE);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (int i = 0; i < 200; i++) {
                host1.receive("tapa", fromAToB());
              }
              return hasFlow(host1);
            });
    await().atMost(PATIENCE).until(() -> !hasFlow(host1));
  }

  @Test
  void aTracedPacketWhoseNeighbourDoesNotAnswerHasARecordOfItsLoss() {
    exchangeMacs(host1, "tapa", A, IP_A, IP_GATEWAY);
    TraceRequest request = request(portA.id(), UDP, 1);
    host1.receive("tapa", TestFrames.udp(A, GATEWAY, IP_A.toString(), IP_PEER.toString(), 1, 2));
    await()
        .atMost(PATIENCE)
        .until(() -> host1.traces().records(request.id()).contains("dropped for ARP_TIMEOUT"));
    assertThat(ids(host1, request)).hasSize(2);
  }

  @Test
  void aPacketThatWaitsForArpIsOneTrace() {
    exchangeMacs(host1, "tapa", A, IP_A, IP_GATEWAY);
    TraceRequest request = request(portA.id(), UDP, 1);
    byte[] toPeer = TestFrames.udp(A, GATEWAY, IP_A.toString(), IP_PEER.toString(), 1, 2);
    host1.receive("tapa", toPeer);
    await()
        .atMost(PATIENCE)
        .until(() -> host1.traces().records(request.id()).contains("kept until 198.51.100.1"));

    exchangeMacs(host2, "eth1", PEER, IP_PEER, IP_UPLINK);

    await().atMost(PATIENCE).until(() -> traced(host1, request) == 2);
    List<String> ids = ids(host1, request);
    assertThat(ids).hasSize(2).containsOnly(ids.getFirst());
    assertThat(host1.traces().requests()).contains("1 of 1 packets");
  }

  @Test
  void flowsOfTracedArpAreNotRenewed() {
    exchangeMacs();
    await().atMost(PATIENCE).until(() -> hasArpFlow(host1));
    request(portA.id(), ConditionBuilder.builder().dlType(FlowKey.ETHERTYPE_ARP).build(), 1_000);
    await().atMost(PATIENCE).until(() -> !hasArpFlow(host1));
    await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> !hasArpFlow(host1));
  }

  private static boolean hasArpFlow(TestHost host) {
    int port = host.datapath.ports().get("tapa");
    return host.datapath.flows().stream()
        .map(each -> each.flow().key())
        .anyMatch(key -> key.isArp() && key.inPort() == port);
  }

  @Test
  void aTracerTracesPacketsOfAllPortsOfItsHost() {
    exchangeMacs();
    aToB();
    await().atMost(PATIENCE).until(() -> hasFlow(host1));

    host1.tracers().add("1 --ip-protocol 17 --dst-port 2000");
    aToB();
    await().atMost(PATIENCE).until(() -> host1.traces().records(null).contains("  tracer "));

    assertThat(host1.traces().records(null).lines())
        .filteredOn(line -> line.startsWith("  tracer ") || line.startsWith("  packet "))
        .containsExactly(
            "  tracer --ip-protocol 17 --dst-port 2000",
            "  packet %s > %s, UDP 192.168.1.10:1000 > 192.168.1.11:2000".formatted(A, B));
    assertThat(host1.tracers().flush("dead")).isEqualTo("Removed 1 tracer(s)");
  }

  private static long traced(TestHost host, TraceRequest request) {
    return ids(host, request).size();
  }

  /** Returns the ids of the records of a request, the oldest first. */
  private static List<String> ids(TestHost host, TraceRequest request) {
    return host.traces()
        .records(request.id())
        .lines()
        .filter(line -> line.startsWith("trace "))
        .map(line -> line.split(" ")[1])
        .toList();
  }
}
