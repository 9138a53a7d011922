package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.ApiClient.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.cluster.ApiClient.Answer;

/** Tests chains, rules, port groups and a bridge's tables with requests of a MidoNet 5 client. */
class PolicyApiTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();

  @Test
  void rulesAreOrderedByPosition() {
    ObjectNode chain = api.create("/chains", "{'name': 'pre', 'tenantId': 'admin'}");
    String rules = chain.get("rules").asText();
    ObjectNode last = api.create(rules, "{'type': 'drop'}");
    ObjectNode first = api.create(rules, "{'type': 'accept', 'position': 1}");
    ObjectNode middle = api.create(rules, "{'type': 'return', 'position': 2}");
    JsonNode list = api.get(rules, media("collection.Rule-v2")).json();
    assertThat(list.findValuesAsText("id"))
        .containsExactly(
            first.get("id").asText(), middle.get("id").asText(), last.get("id").asText());
    assertThat(list.findValuesAsText("position")).containsExactly("1", "2", "3");
    assertThat(api.get(middle.get("uri").asText()).json().get("position").asInt()).isEqualTo(2);
    assertThat(api.post(rules, "{'type': 'drop', 'position': 5}").status()).isEqualTo(400);
    assertThat(api.post(rules, "{'type': 'drop', 'position': 4}").status()).isEqualTo(201);

    assertThat(api.put(middle.get("uri").asText(), middle).status()).isEqualTo(405);
    assertThat(api.delete(middle.get("uri").asText()).status()).isEqualTo(204);
    assertThat(api.get(last.get("uri").asText()).json().get("position").asInt()).isEqualTo(2);
    assertThat(api.delete(chain.get("uri").asText()).status()).isEqualTo(204);
    assertThat(api.get(last.get("uri").asText()).status()).isEqualTo(404);
  }

  @Test
  void everyFieldOfAConditionIsReturnedUnchanged() throws Exception {
    ObjectNode bridge = api.create("/bridges", "{}");
    ObjectNode router = api.create("/routers", "{}");
    String port = api.create(bridge.get("ports").asText(), "{'type': 'Bridge'}").get("id").asText();
    String group = api.create("/port_groups", "{'name': 'g'}").get("id").asText();
    ObjectNode sent =
        (ObjectNode)
            ApiClient.JSON.readTree(
                """
                {"type": "accept", "condInvert": true, "matchForwardFlow": true,
                 "matchReturnFlow": true, "matchNwDstRewritten": true,
                 "inPorts": ["PORT"], "invInPorts": true, "outPorts": ["PORT"],
                 "invOutPorts": true, "portGroup": "GROUP", "invPortGroup": true,
                 "inPortGroup": "GROUP", "invInPortGroup": true, "outPortGroup": "GROUP",
                 "invOutPortGroup": true, "traversedDevice": "DEVICE",
                 "invTraversedDevice": true, "dlType": 2048, "invDlType": true,
                 "dlSrc": "fa:16:3e:00:00:01", "dlSrcMask": "ffff.ff00.0000", "invDlSrc": true,
                 "dlDst": "fa:16:3e:00:00:02", "dlDstMask": "ffff.0000.0000", "invDlDst": true,
                 "noVlan": false, "vlan": 7, "nwTos": 16, "invNwTos": true, "nwProto": 6,
                 "invNwProto": true, "nwSrcAddress": "192.0.2.0", "nwSrcLength": 24,
                 "invNwSrc": true, "nwDstAddress": "198.51.100.1", "nwDstLength": 32,
                 "invNwDst": true, "tpSrc": {"start": 1024, "end": 65535}, "invTpSrc": true,
                 "tpDst": {"start": 80, "end": 80}, "invTpDst": true,
                 "fragmentPolicy": "unfragmented", "icmpDataSrcIpAddress": "10.0.0.0",
                 "icmpDataSrcIpLength": 8, "invIcmpDataSrcIp": true,
                 "icmpDataDstIpAddress": "10.0.0.1", "icmpDataDstIpLength": 32,
                 "invIcmpDataDstIp": true}
                """
                    .replace("PORT", port)
                    .replace("GROUP", group)
                    .replace("DEVICE", router.get("id").asText()));
    ObjectNode chain = api.create("/chains", "{}");
    Answer made = api.post(chain.get("rules").asText(), media("Rule-v2"), sent.toString());
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    ObjectNode got = (ObjectNode) api.get(made.location()).json();
    sent.fieldNames()
        .forEachRemaining(name -> assertThat(got.get(name)).as(name).isEqualTo(sent.get(name)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'type': 'accept'}                                                  | any
          {'type': 'accept', 'tpDst': {'start': 22, 'end': 22}}               | header
          {'type': 'accept', 'tpDst': {'start': 22, 'end': 22}, 'fragmentPolicy': 'any'}       | 400
          {'type': 'drop', 'tpSrc': {'start': 1}, 'fragmentPolicy': 'nonheader'}               | 400
          {'type': 'drop', 'fragmentPolicy': 'nonheader'}                     | nonheader
          {'type': 'dnat', 'flowAction': 'accept', 'natTargets': [{'addressFrom': '192.168.1.10', 'addressTo': '192.168.1.10', 'portFrom': 0, 'portTo': 0}]}                       | any
          {'type': 'snat', 'flowAction': 'accept', 'natTargets': [{'addressFrom': '192.0.2.1', 'addressTo': '192.0.2.1', 'portFrom': 1024, 'portTo': 65535}]}                      | unfragmented
          {'type': 'snat', 'flowAction': 'accept', 'natTargets': [{'addressFrom': '192.0.2.1', 'addressTo': '192.0.2.9', 'portFrom': 0, 'portTo': 0}], 'fragmentPolicy': 'header'} | 400
          {'type': 'snat', 'flowAction': 'accept'}                            | 400
          {'type': 'snat', 'natTargets': [{'addressFrom': '192.0.2.1'}]}      | 400
          {'type': 'rev_snat', 'flowAction': 'accept'}                        | any
          {'type': 'jump'}                                                    | 400
          {'type': 'levitate'}                                                | 400
          {}                                                                  | 400
          """)
  void rulesNeedThePropertiesOfTheirType(String rule, String outcome) {
    ObjectNode chain = api.create("/chains", "{}");
    Answer answer = api.post(chain.get("rules").asText(), rule);
    if (outcome.equals("400")) {
      assertThat(answer.status()).as("%s", answer).isEqualTo(400);
      assertThat(answer.json().get("violations")).isNotEmpty();
    } else {
      assertThat(answer.status()).as("%s", answer).isEqualTo(201);
      assertThat(api.get(answer.location()).json().get("fragmentPolicy").asText())
          .isEqualTo(outcome);
    }
  }

  @Test
  void referencesToADeletedFilterAreCleared() {
    ObjectNode chain = api.create("/chains", "{'name': 'in'}");
    ObjectNode other = api.create("/chains", "{'name': 'jumps'}");
    String id = chain.get("id").asText();
    ObjectNode jump =
        api.create(other.get("rules").asText(), "{'type': 'jump', 'jumpChainId': '" + id + "'}");
    ObjectNode router = api.create("/routers", "{'inboundFilterId': '" + id + "'}");
    assertThat(router.get("inboundFilter")).isEqualTo(chain.get("uri"));
    assertThat(api.delete(chain.get("uri").asText()).status()).isEqualTo(204);
    assertThat(api.get(router.get("uri").asText()).json().get("inboundFilterId").isNull()).isTrue();
    assertThat(api.get(jump.get("uri").asText()).status()).isEqualTo(404);
    assertThat(api.post("/routers", "{'inboundFilterId': '" + id + "'}").status()).isEqualTo(404);
  }

  /** {@code …/{id}/versions/{4|6}/ip_addrs/{addr}} (docs: contract.md#rest-resources). */
  @Test
  void anAddressGroupIsListedByVersion() {
    String group = api.create("/ip_addr_groups", "{'name': 'g'}").get("uri").asText();
    String four = group + "/versions/4/ip_addrs";
    String six = group + "/versions/6/ip_addrs";
    JsonNode first = api.create(four, "{'addr': '192.0.2.1'}");
    JsonNode second = api.create(group + "/ip_addrs", "{'addr': '2001:DB8:0:0::1'}");
    assertThat(first.get("uri").asText()).isEqualTo(four + "/192.0.2.1");
    assertThat(api.get(group + "/ip_addrs").json()).containsExactlyInAnyOrder(first, second);
    assertThat(api.get(four).json()).containsExactly(first);
    assertThat(api.get(six).json()).containsExactly(second);
    for (String[] wrong :
        new String[][] {
          {four, "'2001:db8::2'"}, {six, "'192.0.2.2'"}, {four, "'2001:db8::2', 'version': 6"}
        }) {
      Answer answer = api.post(wrong[0], "{'addr': " + wrong[1] + "}");
      assertThat(answer.status()).as("%s", answer).isEqualTo(400);
      assertThat(answer.json().at("/violations/0/property").asText()).isEqualTo("version");
    }
    assertThat(api.get(group + "/versions/5/ip_addrs").status()).isEqualTo(404);
    assertThat(api.post(group + "/versions/x/ip_addrs", "{'addr': '192.0.2.9'}").status())
        .isEqualTo(404);
    assertThat(api.delete(six + "/192.0.2.1").status()).isEqualTo(404);
    assertThat(api.delete(six + "/nothing").status()).isEqualTo(404);
    assertThat(api.delete(second.get("uri").asText()).status()).isEqualTo(204);
    assertThat(api.delete(second.get("uri").asText()).status()).isEqualTo(204);
    assertThat(api.get(group + "/ip_addrs").json()).containsExactly(first);
  }

  @Test
  void membershipsAreListedByGroupAndByPort() {
    ObjectNode group = api.create("/port_groups", "{'name': 'uplinks', 'stateful': true}");
    ObjectNode bridge = api.create("/bridges", "{}");
    ObjectNode port = api.create(bridge.get("ports").asText(), "{'type': 'Bridge'}");
    String body = "{'portId': '" + port.get("id").asText() + "'}";
    Answer member = api.post(group.get("ports").asText(), media("PortGroupPort-v1"), body);
    assertThat(member.status()).isEqualTo(201);
    assertThat(api.get(member.location()).json().get("port")).isEqualTo(port.get("uri"));
    assertThat(api.get(group.get("ports").asText()).json()).hasSize(1);
    assertThat(api.get(port.get("portGroups").asText()).json().get(0).get("portGroupId"))
        .isEqualTo(group.get("id"));
    assertThat(api.post(group.get("ports").asText(), body).status()).isEqualTo(409);
    assertThat(api.put(port.get("uri").asText(), port).status()).isEqualTo(204);
    assertThat(api.get(group.get("ports").asText()).json()).hasSize(1);
    assertThat(api.delete(member.location()).status()).isEqualTo(204);
    assertThat(api.get(group.get("ports").asText()).json()).isEmpty();
    assertThat(api.delete(member.location()).status()).isEqualTo(404);
  }

  @Test
  void permanentEntriesAreAddedToABridgesTables() {
    ObjectNode bridge = api.create("/bridges", "{}");
    String port = api.create(bridge.get("ports").asText(), "{'type': 'Bridge'}").get("id").asText();
    String macs = bridge.get("macTable").asText();
    String body = "{'macAddr': 'fa:16:3e:00:00:01', 'portId': '" + port + "'}";
    Answer untagged = api.post(macs, media("MacPort-v2"), body);
    assertThat(untagged.status()).isEqualTo(201);
    assertThat(untagged.location()).endsWith("/mac_table/fa-16-3e-00-00-01_" + port);
    Answer tagged =
        api.post(bridge.get("vlanMacTableTemplate").asText().replace("{vlanId}", "7"), body);
    assertThat(tagged.status()).isEqualTo(201);
    assertThat(api.get(tagged.location()).json().get("vlanId").asInt()).isEqualTo(7);
    assertThat(api.get(macs).json()).hasSize(2);
    for (Answer entry : List.of(untagged, tagged)) {
      assertThat(api.delete(entry.location()).status()).isEqualTo(204);
      assertThat(api.get(entry.location()).status()).isEqualTo(404);
    }
    ObjectNode elsewhere = api.create("/bridges", "{}");
    assertThat(api.post(elsewhere.get("macTable").asText(), body).status()).isEqualTo(400);

    String arp = bridge.get("arpTable").asText();
    Answer entry =
        api.post(arp, media("IP4Mac-v1"), "{'ip': '192.0.2.10', 'mac': 'fa:16:3e:00:00:01'}");
    assertThat(entry.status()).isEqualTo(201);
    assertThat(entry.location()).endsWith("/arp_table/192.0.2.10_fa-16-3e-00-00-01");
    assertThat(api.get(arp).json().get(0).get("mac").asText()).isEqualTo("fa:16:3e:00:00:01");
    assertThat(api.delete(entry.location()).status()).isEqualTo(204);
    assertThat(api.get(arp).json()).isEmpty();
  }
}
