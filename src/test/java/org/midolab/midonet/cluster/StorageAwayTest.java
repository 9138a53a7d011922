package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;

/** While ZooKeeper is away the API says so, and it recovers by itself. */
class StorageAwayTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();

  @Test
  void requestsGet503UntilZooKeeperIsBack() throws Exception {
    String bridge = api.create("/bridges", "{'name': 'kept'}").get("uri").asText();
    CLUSTER.zoo().server().stop();
    Answer read = api.get("/bridges");
    assertThat(read.status()).as("%s", read).isEqualTo(503);
    assertThat(read.header("Retry-After")).isNotNull();
    assertThat(read.json().get("code").asInt()).isEqualTo(503);
    assertThat(api.post("/bridges", "{}").status()).isEqualTo(503);
    assertThat(api.get("/system_state").status()).isEqualTo(503);

    CLUSTER.zoo().server().restart();
    await().atMost(Duration.ofSeconds(30)).until(() -> api.get(bridge).status() == 200);
  }
}
