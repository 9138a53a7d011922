package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.agent.metadata.Metadata;
import org.midolab.midonet.agent.metadata.NeutronPorts;
import org.midolab.midonet.agent.metadata.TestNova;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestFrames;

/**
 * A host with a metadata proxy and two instances of two tenants, tapa and tapb, that have the same
 * address. The frames at the end of the proxy's link stand for the host's kernel.
 */
class AgentMetadataTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final Mac A = Mac.parse("fa:16:3e:00:00:0a");
  private static final Mac B = Mac.parse("fa:16:3e:00:00:0b");
  private static final Mac ANY = Mac.parse("02:00:00:00:00:01");
  private static final String SERVICE = "169.254.169.254";

  private final UUID portA = UUID.randomUUID();
  private final UUID portB = UUID.randomUUID();
  private final TestNova nova = new TestNova("secret");
  private NsdbSettings settings;
  private Nsdb nsdb;
  private TestHost host;
  private NeutronPort neutronA;

  @BeforeEach
  void start() throws Exception {
    settings = ZOO.fresh();
    nsdb = ZkNsdb.connect(settings);
    host = new TestHost("host1", "198.19.0.1", settings);
    host.metadata = Optional.of(new Metadata.Settings(nova.url(), "secret", "127.0.0.1", 0));
    host.start();
    host.plug("tapa").plug("tapb");
    neutronA = NeutronPorts.create(nsdb.topology(), portA, "red", "vm-a", A, "10.0.0.5");
    NeutronPorts.create(nsdb.topology(), portB, "blue", "vm-b", B, "10.0.0.5");
    NeutronPorts.bind(nsdb.topology(), portA, host.id, "tapa");
    NeutronPorts.bind(nsdb.topology(), portB, host.id, "tapb");
  }

  @AfterEach
  void stop() {
    host.close();
    nsdb.close();
    nova.close();
  }

  private static byte[] request(Mac from, String address) {
    return TestFrames.tcp(from, ANY, address, SERVICE, 40_000, 80);
  }

  /** Sends until the proxy's link gets the frame. */
  private FlowKey atProxy(String tap, byte[] request) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              host.sent(Metadata.OUTSIDE).clear();
              host.receive(tap, request);
              return sent(Metadata.OUTSIDE);
            },
            Optional::isPresent)
        .orElseThrow();
  }

  private Optional<FlowKey> sent(String interfaceName) throws InterruptedException {
    byte[] frame = host.sent(interfaceName).poll(200, TimeUnit.MILLISECONDS);
    return Optional.ofNullable(frame).map(bytes -> FrameParser.parse(bytes, 0, 0));
  }

  private static byte[] answer(Ip4 to) {
    return TestFrames.tcp(ANY, ANY, SERVICE, to.toString(), 9697, 40_000);
  }

  @Test
  void instancesWithTheSameAddressAreToldApartAndEachGetsItsAnswers() throws Exception {
    Ip4 a = atProxy("tapa", request(A, "10.0.0.5")).ipSrc();
    Ip4 b = atProxy("tapb", request(B, "10.0.0.5")).ipSrc();
    assertThat(a).isNotEqualTo(b);
    host.receive(Metadata.OUTSIDE, answer(a));
    FlowKey atA = sent("tapa").orElseThrow();
    assertThat(atA.ethDst()).isEqualTo(A);
    assertThat(atA.ipDst()).isEqualTo(Ip4.parse("10.0.0.5"));
    assertThat(atA.tpSrc()).isEqualTo(80);
    assertThat(sent("tapb")).isEmpty();
    host.receive(Metadata.OUTSIDE, answer(b));
    assertThat(sent("tapb").orElseThrow().ethDst()).isEqualTo(B);
    assertThat(sent("tapa")).isEmpty();
    host.receive("tapa", request(A, "10.0.0.5"));
    assertThat(host.datapath.flows())
        .as("a flow that was used")
        .anyMatch(flow -> flow.flow().key().tpDst() == 80 && flow.packets() > 0);
  }

  @Test
  void anAliasOutlivesTheAgentSinceFlowsDo() throws Exception {
    Ip4 before = atProxy("tapa", request(A, "10.0.0.5")).ipSrc();
    host.restart();
    assertThat(atProxy("tapa", request(A, "10.0.0.5")).ipSrc()).isEqualTo(before);
  }

  @Test
  void anInstanceIsServedAtItsNewAddress() {
    atProxy("tapa", request(A, "10.0.0.5"));
    var fixed = neutronA.fixedIps().getFirst();
    nsdb.topology()
        .update(
            neutronA.withFixedIps(List.of(new NeutronPort.FixedIp(fixed.subnetId(), "10.0.0.7"))));
    atProxy("tapa", request(A, "10.0.0.7"));
  }

  @Test
  void aPortThatLeftGetsNoAnswers() throws Exception {
    Ip4 alias = atProxy("tapa", request(A, "10.0.0.5")).ipSrc();
    host.receive(Metadata.OUTSIDE, answer(alias));
    assertThat(sent("tapa")).isPresent();
    int number = host.datapath.ports().get(Metadata.OUTSIDE);
    host.unplug("tapa");
    await().until(() -> !host.datapath.ports().containsKey("tapa"));
    host.receive(Metadata.OUTSIDE, answer(alias));
    await()
        .until(
            () ->
                host.datapath
                        .drops()
                        .getOrDefault(number, Map.of())
                        .getOrDefault(DropReason.NOT_FORWARDED, 0L)
                    > 0);
  }

  @Test
  void aHostWithoutInstancesHasNoProxy() throws Exception {
    try (TestHost gateway = new TestHost("gateway", "198.19.0.2", settings)) {
      gateway.metadata = host.metadata;
      gateway.start();
      await()
          .during(Duration.ofSeconds(2))
          .until(() -> !gateway.links.current().containsKey(Metadata.INSIDE));
    }
  }

  @Test
  void theNextAgentWithoutAProxyRemovesTheLink() throws Exception {
    atProxy("tapa", request(A, "10.0.0.5"));
    assertThat(host.links.current()).containsKey(Metadata.INSIDE);
    host.metadata = Optional.empty();
    host.restartByServiceManager();
    assertThat(host.links.current()).doesNotContainKey(Metadata.OUTSIDE);
    assertThat(host.datapath.ports()).doesNotContainKey(Metadata.OUTSIDE);
    host.sent(Metadata.OUTSIDE).clear();
    host.receive("tapa", request(A, "10.0.0.5"));
    assertThat(sent(Metadata.OUTSIDE)).isEmpty();
  }
}
