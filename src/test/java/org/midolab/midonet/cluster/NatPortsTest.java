package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.conf.LiveConfiguration;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/**
 * The ports of Neutron's shared addresses, cluster.translators.nat (docs:
 * contract.md#neutron-translation).
 */
class NatPortsTest {

  @RegisterExtension
  static final ClusterUnderTest CLUSTER =
      new ClusterUnderTest(settings -> settings.withNatPorts(new Range(5000, 5999)));

  private final ApiClient api = CLUSTER.client();

  private ClusterSettings configured(String hocon) {
    assertThat(api.post("/conf/templates/default", "text/plain", hocon).status()).isEqualTo(200);
    try (Nsdb nsdb = ZkNsdb.connect(CLUSTER.nsdb().settings());
        LiveConfiguration configuration =
            LiveConfiguration.open(nsdb, UUID.randomUUID(), Optional.empty())) {
      return ClusterSettings.from(configuration);
    }
  }

  @Test
  void theyAreConfigured() {
    assertThat(configured("").natPorts()).isEqualTo(new Range(1024, 65535));
    String keys = "cluster.translators.nat { dynamic_port_start = %d, dynamic_port_end = %d }";
    assertThat(configured(keys.formatted(2000, 3000)).natPorts()).isEqualTo(new Range(2000, 3000));
    assertThatThrownBy(() -> configured(keys.formatted(3000, 2000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cluster.translators.nat.dynamic_port_start");
  }

  @Test
  void aGatewayAndAnInterfaceTranslateToThem() {
    new NeutronScene(CLUSTER, new NeutronPlugin(api));
    List<String> translations =
        TopologyText.of(CLUSTER.nsdb()).values().stream()
            .flatMap(List::stream)
            .filter(line -> line.startsWith("snat ") && line.contains("UNFRAGMENTED"))
            .map(line -> line.replaceFirst(" then.*", ""))
            .toList();
    assertThat(translations)
        .containsExactly(
            "snat 192.0.2.2:5000-5999", "snat 192.0.2.2:5000-5999", "snat 10.0.0.1:5000-5999");
    NeutronCleaner.clean(CLUSTER);
  }
}
