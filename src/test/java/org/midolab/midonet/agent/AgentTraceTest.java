package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.TraceRequest;
import org.midolab.midonet.model.TraceRequestBuilder;
import org.midolab.midonet.nsdb.Zoo;

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
    return made;
  }

  private static boolean hasFlow(TestHost host) {
    return host.datapath.flows().stream()
        .map(each -> each.flow().key())
        .anyMatch(key -> key.isIpv4() && key.ethDst().equals(B));
  }

  @Test
  void tracesAPacketThatEntersByAPort() {
    exchangeMacs();
    aToB();
    await().atMost(PATIENCE).until(() -> hasFlow(host1));
    TraceRequest request = request(portA.id(), UDP, 1);
    await().atMost(PATIENCE).until(() -> !hasFlow(host1));

    aToB();

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
            "request %s (lost packets): port %s, enabled, 1 of 1 packets traced here"
                .formatted(request.id(), portA.id()));
  }
}
