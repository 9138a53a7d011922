package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;
import org.midolab.midonet.nsdb.Zoo;

/** What an agent counts for rules, devices and ports. */
class AgentMeterTest extends TwoHosts {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  AgentMeterTest() {
    super(ZOO);
  }

  private static Map<String, long[]> meters(TestHost host) {
    return host.meters()
        .lines()
        .map(line -> line.split(" ", 3))
        .collect(
            Collectors.toMap(
                words -> words[2],
                words -> new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])}));
  }

  private static long packets(TestHost host, String meter) {
    return meters(host).getOrDefault(meter, new long[2])[0];
  }

  @Test
  void packetsWithAndWithoutAFlowAreCounted() {
    exchangeMacs();
    Chain chain = chain("counted");
    nsdb.topology()
        .create(
            RuleBuilder.builder()
                .id(UUID.randomUUID())
                .chainId(chain.id())
                .type(Rule.Type.CONTINUE)
                .meterName("udp of A")
                .condition(ConditionBuilder.builder().nwProto(17).build())
                .build());
    Port port = nsdb.topology().get(Port.class, portA.id());
    nsdb.topology().update(port.withInboundFilterId(chain.id()));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              aToB();
              return hasFlow(host1) && packets(host1, "meters:user:udp of A") > 0;
            });
    long udp = packets(host1, "meters:user:udp of A");
    long device = packets(host1, "meters:device:" + bridge.id());
    long received = packets(host1, "meters:port:rx:" + portA.id());

    for (int i = 0; i < 50; i++) {
      host1.receive("tapa", fromAToB());
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(packets(host1, "meters:user:udp of A"))
                    .isBetween(udp + 50, udp + 60)); // and what was not counted before
    assertThat(packets(host1, "meters:device:" + bridge.id())).isGreaterThanOrEqualTo(device + 50);
    assertThat(packets(host1, "meters:port:rx:" + portA.id())).isEqualTo(received + 50);
    assertThat(packets(host2, "meters:port:tx:" + portB.id())).isPositive();
    long[] both = meters(host1).get("meters:user:udp of A");
    assertThat(both[1]).as(Arrays.toString(both)).isEqualTo(both[0] * fromAToB().length);
  }

  @Test
  void theAgentsFiguresAreShown() {
    aToB();
    assertThat(host1.statistics().lines().map(line -> line.split(" ")[1]))
        .containsExactly(
            "flows", "received", "sent", "lost", "forwarded", "dropped", "single", "waiting");
    assertThat(host1.statistics().lines().filter(line -> line.endsWith(" forwarded")))
        .singleElement()
        .satisfies(line -> assertThat(line).doesNotStartWith("0 "));
  }
}
