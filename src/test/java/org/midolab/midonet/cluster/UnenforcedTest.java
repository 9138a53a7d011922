package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.cluster.ApiClient.Answer;

/** Tests the warnings for unenforced parts, and their list. */
class UnenforcedTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();
  private final World world = new World(CLUSTER);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /qos_policies          | {}                                                                                                                       | QoS policies
          /bridges               | {'qosPolicyId': '$policy'}                                                                                               | QoS policies
          """)
  void aWriteOfAnUnenforcedPartIsWarned(String path, String body, String part) {
    Answer made = api.post(world.fill(path), world.fill(body));
    String warning = "199 midonet-cluster \"stored, not enforced: " + part + "\"";
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    assertThat(made.header("Warning")).isEqualTo(warning);
    Answer got = api.get(made.location());
    assertThat(got.header("Warning")).isEqualTo(warning);
    Answer put = api.put(made.location(), got.json());
    if (put.status() != 405) {
      assertThat(put.header("Warning")).isEqualTo(warning);
    }
    JsonNode listed = api.get("/unenforced").json();
    assertThat(listed)
        .filteredOn(each -> each.get("object").asText().equals(made.location()))
        .singleElement()
        .satisfies(each -> assertThat(each.get("parts").get(0).asText()).isEqualTo(part));
    assertThat(api.delete(made.location()).status()).isEqualTo(204);
    assertThat(api.get("/unenforced").json().findValuesAsText("object"))
        .doesNotContain(made.location());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /load_balancers        | {}
          /routers               | {'loadBalancerId': '$balancer'}
          /health_monitors       | {'type': 'TCP', 'delay': 5, 'timeout': 2, 'maxRetries': 3}
          /pools                 | {'lbMethod': 'ROUND_ROBIN', 'loadBalancerId': '$balancer'}
          /pool_members          | {'poolId': '$pool', 'address': '10.0.0.1', 'protocolPort': 80, 'weight': 5}
          /vips                  | {'poolId': '$pool', 'address': '10.0.0.1', 'protocolPort': 80, 'sessionPersistence': 'SOURCE_IP'}
          /traces                | {'name': 't', 'deviceType': 'PORT', 'deviceId': '$port', 'condition': {}, 'enabled': true}
          /bridges               | {}
          /routers               | {'asNumber': 64512}
          /bridges/$bridge/ports | {'type': 'Bridge', 'inboundFilterId': '$chain'}
          /bridges/$bridge/ports | {'type': 'Bridge', 'vlanId': 7}
          /bridges/$bridge/dhcp  | {'subnetPrefix': '10.0.0.0', 'subnetLength': 8}
          /mirrors               | {'toPortId': '$port'}
          /bridges               | {'inboundMirrorIds': ['$mirror']}
          /port_groups           | {'stateful': false}
          /chains/$chain/rules   | {'type': 'accept', 'meterName': 'm'}
          /chains/$chain/rules   | {'type': 'accept', 'nwProto': 6, 'tpDst': {'start': 80}}
          /chains/$chain/rules   | {'type': 'dnat', 'flowAction': 'accept', 'natTargets': [{'addressFrom': '10.0.0.1'}]}
          /chains/$chain/rules   | {'type': 'redirect', 'targetPortId': '$port'}
          /chains/$chain/rules   | {'type': 'l2transform', 'flowAction': 'accept', 'popVlan': true}
          /chains/$chain/rules   | {'type': 'rev_snat', 'flowAction': 'accept'}
          /chains/$chain/rules   | {'type': 'snat', 'flowAction': 'accept', 'natTargets': [{'addressFrom': '10.0.0.1', 'portFrom': 1024, 'portTo': 65535}]}
          """)
  void aWriteOfEnforcedPartsIsNotWarned(String path, String body) {
    Answer made = api.post(world.fill(path), world.fill(body));
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    assertThat(made.header("Warning")).isNull();
    assertThat(api.get(made.location()).header("Warning")).isNull();
  }

  @Test
  void aHostIsWarnedWhenItsWeightsAreSet() {
    String host = "/hosts/" + CLUSTER.host("gateway1");
    assertThat(api.get(host).header("Warning")).isNull();
    Answer put = api.put(host, "{'floodingProxyWeight': 5, 'containerLimit': 3}");
    assertThat(put.header("Warning"))
        .isEqualTo(
            "199 midonet-cluster \"stored, not enforced: flooding by weight to VTEPs, service"
                + " containers\"");
    assertThat(api.get("/unenforced").json().findValuesAsText("object"))
        .contains(api.get(host).json().get("uri").asText());
  }

  @Test
  void theListContainsTheUriOfEachObject() {
    world.id("subnet");
    world.id("subnet6");
    JsonNode list = api.get("/unenforced").json();
    assertThat(list.findValuesAsText("type")).contains("DhcpV6").doesNotContain("Dhcp");
    for (JsonNode each : list) {
      assertThat(api.get(each.get("object").asText()).status()).as("%s", each).isEqualTo(200);
    }
  }
}
