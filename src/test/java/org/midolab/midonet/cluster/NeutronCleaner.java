package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.midolab.midonet.cluster.ApiClient.Answer;

/**
 * Deletes all Neutron objects in random order, as after lost requests, and checks that nothing is
 * left in the topology.
 */
final class NeutronCleaner {

  static final List<String> COLLECTIONS =
      List.of(
          "networks",
          "subnets",
          "ports",
          "routers",
          "floating_ips",
          "security_groups",
          "security_group_rules",
          "lb/pools",
          "lb/members",
          "lb/vips",
          "lb/health_monitors");

  private NeutronCleaner() {}

  static void clean(ClusterUnderTest cluster) {
    clean(cluster, System.nanoTime());
  }

  static void clean(ClusterUnderTest cluster, long seed) {
    ApiClient api = cluster.client();
    List<String> paths = new ArrayList<>();
    for (String collection : COLLECTIONS) {
      for (JsonNode object : api.get("/neutron/" + collection).json()) {
        paths.add("/neutron/" + collection + "/" + object.get("id").asText());
      }
    }
    Collections.shuffle(paths, new Random(seed));
    for (String path : paths) {
      Answer answer = api.delete(path);
      assertThat(answer.status())
          .as("seed %d: DELETE %s of %s: %s", seed, path, paths, answer)
          .isEqualTo(204);
    }
    assertThat(TopologyText.page(TopologyText.of(cluster.nsdb())))
        .as("seed %d, order %s", seed, paths)
        .isEmpty();
  }
}
