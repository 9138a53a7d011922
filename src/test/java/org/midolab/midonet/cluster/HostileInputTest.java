package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;

/**
 * Sends thousands of almost valid requests ({@link Mischief}) concurrently. None may cause a status
 * 5xx, no answer may disclose internals, and all stored references must stay valid. Messages
 * contain the seed; {@code -Dseed=N} repeats a run, {@code -Drequests=N} changes the number of
 * requests.
 */
class HostileInputTest {

  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int REQUESTS = Integer.getInteger("requests", 10_000);
  private static final int AT_ONCE = 8;

  /** Objects for references in requests, so that enough of them pass the first check. */
  private static final List<String> KNOWN =
      List.of(
          "bridge bridgePort router routerPort port chain group addresses balancer pool monitor"
              .split(" "));

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();
  private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();

  @Test
  void noRequestCausesAServerError() throws Exception {
    System.out.println("HostileInputTest seed " + SEED);
    World world = new World(CLUSTER);
    List<String> ids = new ArrayList<>(KNOWN.stream().map(world::id).toList());
    List.of("mirror", "policy", "trace", "zone", "host").forEach(name -> ids.add(world.id(name)));
    JsonNode description = api.get("/openapi.json").json();
    List<Callable<Void>> workers =
        IntStream.range(0, AT_ONCE)
            .<Callable<Void>>mapToObj(
                i ->
                    () -> {
                      work(new Mischief(description, SEED + i, ids));
                      return null;
                    })
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : threads.invokeAll(workers)) {
        done.get();
      }
    }
    // A run in which no request succeeds would prove nothing.
    assertThat(count(201)).as("%s, seed %d", statuses, SEED).isGreaterThan(REQUESTS / 50);
    assertThat(count(400)).as("%s, seed %d", statuses, SEED).isGreaterThan(REQUESTS / 50);
    allReferencesAreValid();
  }

  private int count(int status) {
    return statuses.getOrDefault(status, new AtomicInteger()).get();
  }

  private void work(Mischief mischief) {
    for (int i = 0; i < REQUESTS / AT_ONCE; i++) {
      Mischief.Attempt attempt = mischief.next();
      Answer answer = send(attempt);
      assertThat(answer.status())
          .as("seed %d, request %d: %s -> %s", SEED, i, attempt, answer)
          .isBetween(200, 499);
      assertThat(answer.response().body()).doesNotContain("Exception", "at org.", "at java.");
      statuses.computeIfAbsent(answer.status(), any -> new AtomicInteger()).incrementAndGet();
      if (answer.status() == 201 && answer.location().matches(".*/[0-9a-f-]{36}")) {
        mischief.addId(answer.id().toString());
      }
    }
  }

  private Answer send(Mischief.Attempt attempt) {
    HttpRequest.Builder request = api.to(attempt.path()).header("Content-Type", "application/json");
    return api.send(
        request.method(
            attempt.method(),
            attempt.body() == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(attempt.body())));
  }

  /** Checks that every referenced object exists. */
  private void allReferencesAreValid() {
    Set<String> there = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (String collection :
        new String[] {
          "bridges",
          "routers",
          "ports",
          "chains",
          "port_groups",
          "ip_addr_groups",
          "hosts",
          "tunnel_zones",
          "load_balancers",
          "pools",
          "pool_members",
          "vips",
          "health_monitors",
          "mirrors",
          "traces",
          "qos_policies"
        }) {
      for (JsonNode object : api.get("/" + collection).json()) {
        there.add(object.get("uri").asText());
        references(object, named);
        for (String children : new String[] {"rules", "routes", "bgpPeers", "dhcpSubnets"}) {
          if (object.has(children)) {
            api.get(object.get(children).asText()).json().forEach(each -> references(each, named));
          }
        }
      }
    }
    assertThat(there).as("seed %d", SEED).containsAll(named);
    assertThat(named).hasSizeGreaterThan(20);
  }

  private static void references(JsonNode object, Set<String> into) {
    for (String field :
        new String[] {
          "device",
          "peer",
          "host",
          "inboundFilter",
          "outboundFilter",
          "localRedirectChain",
          "forwardChain",
          "loadBalancer",
          "router",
          "pool",
          "healthMonitor",
          "toPort",
          "chain",
          "jumpChain",
          "qosPolicy"
        }) {
      if (object.hasNonNull(field)) {
        into.add(object.get(field).asText());
      }
    }
  }
}
