package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;

/** While ZooKeeper is unavailable requests get 503, and the API recovers by itself. */
class StorageAwayTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();

  /** A request for an object of a row. */
  private record Asked(String what, Supplier<Answer> ask) {}

  private List<Asked> asked(String media, String list, String uri, String minimal, String put) {
    List<Asked> all = new ArrayList<>();
    all.add(new Asked("GET " + list, () -> api.get(list)));
    all.add(new Asked("POST " + list, () -> api.post(list, minimal)));
    all.add(new Asked("GET " + media, () -> api.get(uri)));
    if (put != null) {
      all.add(new Asked("PUT " + media, () -> api.put(uri, put)));
    }
    all.add(new Asked("DELETE " + media, () -> api.delete(uri)));
    return all;
  }

  /**
   * Requests for all rows of the contract. They are sent concurrently, since each one waits for
   * ZooKeeper.
   */
  private List<Asked> allRequests() {
    List<Asked> all = new ArrayList<>();
    Contract.all()
        .forEach(
            row -> {
              World world = new World(CLUSTER);
              String path = world.fill(row.path());
              String uri = api.post(path, world.fill(row.minimal())).location();
              String minimal = new World(CLUSTER).fill(row.minimal());
              all.addAll(asked(row.media(), path, uri, minimal, world.fill(row.put())));
            });
    NeutronContract.all()
        .forEach(
            row -> {
              World world = new World(CLUSTER);
              String minimal = world.fill(row.minimal());
              String uri = api.post(row.path(), minimal).location();
              String other = minimal.replace(world.id("new"), UUID.randomUUID().toString());
              all.addAll(asked(row.media(), row.path(), uri, other, minimal));
            });
    return all;
  }

  @Test
  void requestsGet503UntilZooKeeperIsBack() throws Exception {
    String bridge = api.create("/bridges", "{'name': 'kept'}").get("uri").asText();
    List<Asked> everything = allRequests();
    CLUSTER.zoo().server().stop();
    Answer read = api.get("/bridges");
    assertThat(read.status()).as("%s", read).isEqualTo(503);
    assertThat(read.header("Retry-After")).isNotNull();
    assertThat(read.json().get("code").asInt()).isEqualTo(503);
    assertThat(api.post("/bridges", "{}").status()).isEqualTo(503);
    assertThat(api.get("/system_state").status()).isEqualTo(503);
    Map<String, Integer> answers = new ConcurrentSkipListMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      everything.forEach(
          each -> threads.submit(() -> answers.put(each.what(), each.ask().get().status())));
    }
    assertThat(answers.size()).isGreaterThan(150);
    assertThat(answers).allSatisfy((what, status) -> assertThat(status).as(what).isEqualTo(503));

    CLUSTER.zoo().server().restart();
    await().atMost(Duration.ofSeconds(30)).until(() -> api.get(bridge).status() == 200);
  }
}
