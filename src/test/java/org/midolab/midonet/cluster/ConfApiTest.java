package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;

/** Tests {@code /conf}. */
class ConfApiTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();

  private Answer set(String path, String text) {
    return api.post(path, "text/plain", text);
  }

  @Test
  void aHostHasTheValuesOfItsLayers() {
    String host = UUID.randomUUID().toString();
    assertThat(api.get("/conf/schemas").response().body()).contains("max_flow_count");
    assertThat(set("/conf/templates/big", "agent.datapath.max_flow_count : 4242").status())
        .isEqualTo(200);
    JsonNode templates = api.get("/conf/templates").json().get("templates");
    assertThat(templates).extracting(JsonNode::asText).contains("big", "default");
    assertThat(set("/conf/template-mappings/" + host, "big").status()).isEqualTo(200);
    assertThat(api.get("/conf/template-mappings/" + host).json().get(host).asText())
        .isEqualTo("big");
    String mapping = "{'" + host + "': 'default'}";
    assertThat(set("/conf/template-mappings/" + host, mapping).status()).isEqualTo(200);
    assertThat(api.get("/conf/template-mappings").json().get(host).asText()).isEqualTo("default");
    String other = mapping.replace(host, UUID.randomUUID().toString());
    for (String wrong : List.of(other, "{}", "{'" + host + "': {}}", "{")) {
      assertThat(set("/conf/template-mappings/" + host, wrong).status()).as(wrong).isEqualTo(400);
    }
    assertThat(set("/conf/template-mappings/" + host, "big").status()).isEqualTo(200);
    for (String path : List.of("schemas", "templates/big", "nodes/" + host, "runtime/" + host)) {
      assertThat(api.get("/conf/" + path).json().isObject()).as(path).isTrue();
    }
    assertThat(api.get("/conf/runtime/" + host).response().body()).contains("4242");

    assertThat(set("/conf/nodes/" + host, "agent.datapath.max_flow_count : 7777").status())
        .isEqualTo(200);
    assertThat(api.get("/conf/nodes/" + host).response().body()).contains("7777");
    assertThat(api.get("/conf/runtime/" + host).response().body())
        .contains("7777")
        .doesNotContain("4242");
    assertThat(api.delete("/conf/nodes/" + host).status()).isEqualTo(204);
    assertThat(api.get("/conf/runtime/" + host).response().body()).contains("4242");
    assertThat(api.delete("/conf/template-mappings/" + host).status()).isEqualTo(204);
    assertThat(api.delete("/conf/template-mappings/" + host).status()).isEqualTo(204);
    assertThat(api.get("/conf/template-mappings/" + host).status()).isEqualTo(404);
    assertThat(api.get("/conf/runtime/" + host).response().body()).doesNotContain("4242");
  }

  @Test
  void invalidConfigurationIsRefused() {
    Answer wrong = set("/conf/templates/t", "agent.datapath.max_flow_count : many");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().get("message").asText()).contains("max_flow_count");
    assertThat(set("/conf/templates/t", "{{").status()).isEqualTo(400);
    assertThat(set("/conf/templates/t", "include file(\"/etc/hostname\")").status()).isEqualTo(400);
    assertThat(set("/conf/templates/..", "a : 1").status()).isEqualTo(404);
    assertThat(set("/conf/nodes/x", "a : 1").status()).isEqualTo(404);
    assertThat(set("/conf/template-mappings/" + UUID.randomUUID(), "nowhere").status())
        .isEqualTo(400);
  }
}
