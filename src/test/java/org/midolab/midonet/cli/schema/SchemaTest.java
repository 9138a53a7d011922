package org.midolab.midonet.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of the schema are complete. */
class SchemaTest {

  private static Stream<ObjectType> all() {
    return Schema.MIDONET.roots().stream().flatMap(SchemaTest::withChildren);
  }

  private static Stream<ObjectType> withChildren(ObjectType type) {
    return Stream.concat(
        Stream.of(type), type.children().stream().flatMap(SchemaTest::withChildren));
  }

  /**
   * Rows: attributes in the order of output, then child collections (docs:
   * contract.md#cli-objects). This client adds arp-entry and traversed-device; the latter is the
   * last condition.
   */
  @ParameterizedTest
  @CsvSource({
    "router, tenant name state infilter outfilter load-balancer asn in-mirrors out-mirrors local-redirect-chain"
        + " forward-chain, port route bgp-network bgp-peer",
    "router port, device state plugged infilter outfilter mac address net peer bgp-status in-mirrors out-mirrors"
        + " post-in-filter-mirrors pre-out-filter-mirrors vni vxlan-off-ramp, remote-peers",
    "router route, type src dst gw port weight learned,",
    "router bgp-peer, asn address keep-alive hold-time connect-retry password,",
    "router bgp-network, net,",
    "bridge, tenant name state infilter outfilter qos-policy in-mirrors out-mirrors, port dhcp arp-entry",
    "bridge port, device state plugged infilter outfilter vlan peer vtep vni qos-policy in-mirrors out-mirrors"
        + " post-in-filter-mirrors pre-out-filter-mirrors,",
    "bridge dhcp, gw server dns-servers subnet interface-mtu, opt121-routes host",
    "bridge dhcp opt121-routes, destination gateway,",
    "bridge dhcp host, name address mac,",
    "bridge arp-entry, ip mac,",
    "chain, tenant name, rule",
    "chain rule, inverted hw-src hw-src-mask hw-dst hw-dst-mask ethertype src dst proto tos src-port dst-port flow port-group"
        + " in-port-group out-port-group ip-address-group-src ip-address-group-dst in-ports out-ports fragment-policy"
        + " no-vlan vlan icmp-data-src icmp-data-dst match-nw-dst-rewritten traversed-device chain pos type action"
        + " jump-to target-port ingress fail-open pop-vlan push-vlan target traceid tracelimit,",
    "host, name alive addresses flooding-proxy-weight container-weight container-limit enforce-container-limit,"
        + " interface binding",
    "host interface, iface host_id status addresses mac mtu type endpoint,",
    "host binding, host interface port,",
    "tunnel-zone, name type, member",
    "tunnel-zone member, zone host address,",
    "port-group, tenant name stateful, member",
    "port-group member, port-group port,",
    "ip-address-group, name, ip ipv4 ipv6",
    "ip-address-group ip, address,",
    "load-balancer, router state, pool vip",
    "pool, load-balancer health-monitor lb-method protocol state, member vip",
    "pool member, address protocol-port weight state status,",
    "pool vip, load-balancer address protocol-port persistence state,",
    "health-monitor, delay timeout max-retries state status type, pool",
    "vtep, name description management-ip management-port tunnel-zone connection-state, binding port",
    "vtep binding, management-ip physical-port vlan network-id,",
    "mirror, to-port, matches",
    "mirror matches, inverted hw-src hw-src-mask hw-dst hw-dst-mask ethertype src dst proto tos src-port dst-port flow"
        + " port-group in-port-group out-port-group ip-address-group-src ip-address-group-dst in-ports out-ports"
        + " fragment-policy no-vlan vlan icmp-data-src icmp-data-dst match-nw-dst-rewritten traversed-device,",
    "l2insertion, port srv-port vlan pos fail-open mac,",
    "container, container-group configuration port type status host namespace interface status-message,",
    "qos-policy, tenant name description shared, dscp-rule bw-limit-rule",
    "qos-policy dscp-rule, dscp-mark,",
    "qos-policy bw-limit-rule, max-kbps max-burst-kb,",
    "container-group, policy port-group, container",
    "pool-statistic, bytes-in bytes-out active-connections total-connections pool,",
    "tenant, tenant-id name description enabled,",
    "system-state, state availability,"
  })
  void rowsAreThoseOfTheContract(String path, String attributes, String children) {
    String[] words = path.split(" ");
    ObjectType type = Schema.MIDONET.root(words[0]).orElseThrow();
    for (String word : List.of(words).subList(1, words.length)) {
      type = type.child(word).orElseThrow();
    }
    assertThat(type.attributes().stream().map(Attribute::name))
        .containsExactly(attributes.split(" "));
    assertThat(type.children().stream().map(ObjectType::word))
        .containsExactly(children == null ? new String[0] : children.strip().split(" "));
  }

  @Test
  void everyReferenceRefersToATypeWithAliases() {
    all()
        .flatMap(type -> type.attributes().stream())
        .map(attribute -> attribute.codec().refersTo())
        .filter(word -> word != null)
        .distinct()
        .forEach(
            word ->
                assertThat(Schema.MIDONET.any(word).map(ObjectType::alias)).as(word).isPresent());
  }

  @Test
  void everyRowHasADescription() {
    all().forEach(type -> assertThat(type.about()).as(type.word()).isNotBlank());
  }
}
