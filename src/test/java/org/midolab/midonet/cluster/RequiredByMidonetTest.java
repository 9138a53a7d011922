package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.cluster.ApiClient.Answer;

/** Tests the missing and out-of-range properties that MidoNet 5.0 refuses with 400. */
class RequiredByMidonetTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();
  private final World world = new World(CLUSTER);

  private Answer post(String path, String body) {
    return api.post(world.fill(path), world.fill(body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /bridges/$bridge/ports              | type               | {}
          /bridges/$bridge/ports              | type               | {'type': null}
          /bridges/$bridge/ports              | type               | {'type': ''}
          /bridges/$bridge/ports              | type               | {'type': 'Router'}
          /bridges/$bridge/ports              | type               | {'type': 'Switch'}
          /bridges/$bridge/ports              | vlanId             | {'type': 'Bridge', 'vlanId': -1}
          /bridges/$bridge/ports              | vlanId             | {'type': 'Bridge', 'vlanId': 65536}
          /routers/$router/ports              | type               | {'portAddress': '10.0.0.1', 'portSubnet': ['10.0.0.0/24']}
          /routers/$router/ports              | portAddress        | {'type': 'Router', 'portSubnet': ['10.0.0.0/24']}
          /routers/$router/ports              | networkLength      | {'type': 'Router', 'portAddress': '10.0.0.1', 'networkAddress': '10.0.0.0', 'networkLength': 33}
          /routers/$router/ports              | portAddress        | {'type': 'Router', 'portAddress': '10.0.0.256', 'portSubnet': ['10.0.0.0/24']}
          /routers/$router/routes             | type               | {'srcNetworkAddr': '0.0.0.0', 'dstNetworkAddr': '10.0.0.0'}
          /routers/$router/routes             | type               | {'type': 'normal', 'srcNetworkAddr': '0.0.0.0', 'dstNetworkAddr': '10.0.0.0'}
          /routers/$router/routes             | srcNetworkAddr     | {'type': 'Reject', 'dstNetworkAddr': '10.0.0.0'}
          /routers/$router/routes             | dstNetworkAddr     | {'type': 'Reject', 'srcNetworkAddr': '0.0.0.0'}
          /routers/$router/routes             | weight             | {'type': 'Reject', 'srcNetworkAddr': '0.0.0.0', 'dstNetworkAddr': '10.0.0.0', 'weight': -1}
          /routers/$router/routes             | nextHopPort        | {'type': 'Normal', 'srcNetworkAddr': '0.0.0.0', 'dstNetworkAddr': '10.0.0.0'}
          /routers/$router/routes             | nextHopPort        | {'type': 'Normal', 'srcNetworkAddr': '0.0.0.0', 'dstNetworkAddr': '10.0.0.0', 'nextHopPort': '$port'}
          /routers                            | asNumber           | {'asNumber': 2147483648}
          /routers                            | asNumber           | {'asNumber': -2}
          /routers/$router/bgp_peers          | asNumber           | {'address': '198.51.100.1'}
          /routers/$router/bgp_peers          | asNumber           | {'asNumber': 0, 'address': '198.51.100.1'}
          /routers/$router/bgp_peers          | asNumber           | {'asNumber': 2147483648, 'address': '198.51.100.1'}
          /routers/$router/bgp_peers          | address            | {'asNumber': 1}
          /routers/$router/bgp_peers          | holdTime           | {'asNumber': 1, 'address': '198.51.100.1', 'holdTime': 4}
          /routers/$router/bgp_peers          | holdTime           | {'asNumber': 1, 'address': '198.51.100.1', 'holdTime': 7201}
          /routers/$router/bgp_peers          | keepAlive          | {'asNumber': 1, 'address': '198.51.100.1', 'keepAlive': 4}
          /routers/$router/bgp_peers          | keepAlive          | {'asNumber': 1, 'address': '198.51.100.1', 'keepAlive': 3601}
          /routers/$router/bgp_peers          | connectRetry       | {'asNumber': 1, 'address': '198.51.100.1', 'connectRetry': 3601}
          /routers/$router/bgp_networks       | subnetAddress      | {'subnetLength': 24}
          /routers/$router/bgp_networks       | subnetLength       | {'subnetAddress': '192.0.2.0', 'subnetLength': 33}
          /pools                              | lbMethod           | {}
          /pools                              | lbMethod           | {'lbMethod': 'LEAST_CONNECTIONS'}
          /pools                              | protocol           | {'lbMethod': 'ROUND_ROBIN', 'protocol': 'SCTP'}
          /load_balancers/$balancer/pools     | lbMethod           | {}
          /pool_members                       | poolId             | {'address': '10.0.0.5', 'protocolPort': 80}
          /pool_members                       | address            | {'poolId': '$pool', 'protocolPort': 80}
          /pool_members                       | protocolPort       | {'poolId': '$pool', 'address': '10.0.0.5', 'protocolPort': -1}
          /pool_members                       | protocolPort       | {'poolId': '$pool', 'address': '10.0.0.5', 'protocolPort': 65536}
          /pool_members                       | weight             | {'poolId': '$pool', 'address': '10.0.0.5', 'weight': -1}
          /vips                               | poolId             | {'address': '192.0.2.5', 'protocolPort': 80}
          /vips                               | address            | {'poolId': '$pool', 'protocolPort': 80}
          /vips                               | protocolPort       | {'poolId': '$pool', 'address': '192.0.2.5', 'protocolPort': -1}
          /vips                               | protocolPort       | {'poolId': '$pool', 'address': '192.0.2.5', 'protocolPort': 65536}
          /vips                               | sessionPersistence | {'poolId': '$pool', 'address': '192.0.2.5', 'sessionPersistence': 'COOKIE'}
          /health_monitors                    | type               | {'delay': 5}
          /health_monitors                    | type               | {'type': 'HTTP'}
          /load_balancers                     | routerId           | {'routerId': '$router'}
          /traces                             | name               | {'deviceType': 'PORT', 'deviceId': '$port', 'condition': {}}
          /traces                             | deviceType         | {'name': 't', 'deviceId': '$port', 'condition': {}}
          /traces                             | deviceType         | {'name': 't', 'deviceType': 'HOST', 'deviceId': '$port', 'condition': {}}
          /traces                             | deviceId           | {'name': 't', 'deviceType': 'PORT', 'condition': {}}
          /traces                             | condition          | {'name': 't', 'deviceType': 'PORT', 'deviceId': '$port'}
          /traces                             | condition          | {'name': 't', 'deviceType': 'PORT', 'deviceId': '$port', 'condition': {'dlType': 1535}}
          /mirrors                            | toPortId           | {}
          /tunnel_zones                       | name               | {'type': 'gre'}
          /tunnel_zones                       | name               | {'name': '', 'type': 'gre'}
          /tunnel_zones                       | type               | {'name': '$name'}
          /tunnel_zones                       | type               | {'name': '$name', 'type': 'capwap'}
          /tunnel_zones/$zone/hosts           | hostId             | {'ipAddress': '192.0.2.1'}
          /tunnel_zones/$zone/hosts           | ipAddress          | {'hostId': '$host'}
          /hosts/$host/ports                  | portId             | {'interfaceName': 'eth0'}
          /hosts/$host/ports                  | interfaceName      | {'portId': '$port'}
          /ip_addr_groups                     | name               | {}
          /ip_addr_groups                     | name               | {'name': ''}
          /ip_addr_groups/$addresses/ip_addrs | addr               | {'version': 4}
          /bridges/$bridge/mac_table          | macAddr            | {'portId': '$bridgePort'}
          /bridges/$bridge/mac_table          | portId             | {'macAddr': 'fa:16:3e:00:00:01'}
          /bridges/$bridge/arp_table          | ip                 | {'mac': 'fa:16:3e:00:00:01'}
          /bridges/$bridge/arp_table          | mac                | {'ip': '192.0.2.1'}
          /bridges/$bridge/dhcp               | subnetPrefix       | {'subnetLength': 24}
          /bridges/$bridge/dhcp               | subnetLength       | {'subnetPrefix': '10.0.0.0', 'subnetLength': 33}
          /bridges/$bridge/dhcp               | interfaceMTU       | {'subnetPrefix': '10.0.0.0', 'interfaceMTU': -1}
          /bridges/$bridge/dhcp/$subnet/hosts | macAddr            | {'ipAddr': '10.0.0.5'}
          /bridges/$bridge/dhcp/$subnet/hosts | ipAddr             | {'macAddr': 'fa:16:3e:00:00:01'}
          /bridges/$bridge/dhcpV6             | prefix             | {'prefixLength': 64}
          /bridges/$bridge/dhcpV6             | prefixLength       | {'prefix': '2001:db8::', 'prefixLength': 129}
          /chains/$chain/rules                | type               | {}
          /chains/$chain/rules                | type               | {'type': 'permit'}
          /chains/$chain/rules                | position           | {'type': 'accept', 'position': -1}
          /chains/$chain/rules                | position           | {'type': 'accept', 'position': 2}
          /chains/$chain/rules                | jumpChainId        | {'type': 'jump'}
          /chains/$chain/rules                | requestId          | {'type': 'trace'}
          /chains/$chain/rules                | flowAction         | {'type': 'dnat', 'natTargets': [{'addressFrom': '10.0.0.1', 'addressTo': '10.0.0.1'}]}
          /chains/$chain/rules                | flowAction         | {'type': 'dnat', 'flowAction': 'drop', 'natTargets': [{'addressFrom': '10.0.0.1', 'addressTo': '10.0.0.1'}]}
          /chains/$chain/rules                | flowAction         | {'type': 'rev_snat'}
          /chains/$chain/rules                | flowAction         | {'type': 'l2transform', 'targetPortId': '$port'}
          /chains/$chain/rules                | flowAction         | {'type': 'l2_transform', 'targetPortId': '$port', 'flowAction': 'return'}
          /chains/$chain/rules                | targetPortId       | {'type': 'l2transform', 'flowAction': 'redirect'}
          /chains/$chain/rules                | pushVlan           | {'type': 'l2transform', 'flowAction': 'accept', 'pushVlan': 65536}
          /chains/$chain/rules                | natTargets         | {'type': 'snat', 'flowAction': 'accept'}
          /chains/$chain/rules                | dlType             | {'type': 'accept', 'dlType': 1535}
          /chains/$chain/rules                | dlType             | {'type': 'accept', 'dlType': 65536}
          /chains/$chain/rules                | nwSrcLength        | {'type': 'accept', 'nwSrcAddress': '10.0.0.0', 'nwSrcLength': 33}
          /chains/$chain/rules                | tpDst              | {'type': 'accept', 'tpDst': {'start': 80, 'end': 65536}}
          /chains/$chain/rules                | fragmentPolicy     | {'type': 'accept', 'fragmentPolicy': 'some'}
          /chains/$chain/rules                | fragmentPolicy     | {'type': 'accept', 'fragmentPolicy': 'any', 'tpDst': {'start': 80, 'end': 80}}
          """)
  void invalidPropertyIsReportedByName(String path, String property, String body) {
    Answer answer = post(path, body);
    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.json().get("violations").findValuesAsText("property")).contains(property);
  }

  /** Unusual values that MidoNet 5.0 accepts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /bridges/$bridge/ports              | vlanId           | null           | {'type': 'Bridge', 'vlanId': 0}
          /bridges/$bridge/ports              | type             | 'Bridge'       | {'type': 'ExteriorBridge'}
          /chains/$chain/rules                | position         | 1              | {'type': 'accept', 'position': 0}
          /bridges/$bridge/dhcp               | subnetLength     | 0              | {'subnetPrefix': '10.0.0.0'}
          /bridges/$bridge/dhcp/$subnet/hosts | ipAddr           | '10.9.0.5'     | {'macAddr': 'fa:16:3e:00:00:01', 'ipAddr': '10.9.0.5'}
          /bridges/$bridge/dhcpV6             | prefixLength     | 0              | {'prefix': '2001:db8::'}
          /routers/$router/bgp_networks       | subnetLength     | 0              | {'subnetAddress': '0.0.0.0'}
          /routers/$router/routes             | dstNetworkLength | 0              | {'type': 'Reject', 'srcNetworkAddr': '0.0.0.0', 'dstNetworkAddr': '0.0.0.0'}
          /routers/$router/routes             | nextHopGateway   | '198.51.100.1' | {'type': 'BlackHole', 'srcNetworkAddr': '0.0.0.0', 'dstNetworkAddr': '10.0.0.0', 'nextHopPort': '$routerPort', 'nextHopGateway': '198.51.100.1'}
          /pool_members                       | protocolPort     | 0              | {'poolId': '$pool', 'address': '10.0.0.5'}
          /pool_members                       | protocolPort     | 65535          | {'poolId': '$pool', 'address': '10.0.0.5', 'protocolPort': '65535'}
          /vips                               | protocolPort     | 0              | {'poolId': '$pool', 'address': '192.0.2.5', 'protocolPort': 0}
          /routers                            | asNumber         | -1             | {'asNumber': 0}
          /chains/$chain/rules                | pushVlan         | null           | {'type': 'l2transform', 'flowAction': 'accept', 'pushVlan': 0}
          """)
  void unusualValueIsAccepted(String path, String property, String shown, String body) {
    Answer answer = post(path, body);
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    assertThat(api.get(answer.location()).json().get(property).asText()).isEqualTo(shown);
  }

  /** A PUT is checked in the same way. */
  @Test
  void anUpdateIsCheckedLikeACreate() {
    for (String name : new String[] {"port", "pool", "trace", "monitor"}) {
      String uri =
          switch (name) {
            case "monitor" -> "/health_monitors/";
            default -> "/" + name + "s/";
          };
      String property =
          switch (name) {
            case "pool" -> "lbMethod";
            case "trace" -> "condition";
            default -> "type";
          };
      ObjectNode body = (ObjectNode) api.get(uri + world.id(name)).json();
      body.remove(property);
      Answer answer = api.put(uri + world.id(name), body);
      assertThat(answer.status()).as("%s: %s", name, answer).isEqualTo(400);
      assertThat(answer.json().get("violations").findValuesAsText("property")).contains(property);
    }
  }
}
