package org.midolab.lab.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Wait;
import org.midolab.lab.runtime.ExecResult;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;

/**
 * TCP from one node to another by their own iperf3, by cubic, which is Linux's own default.
 *
 * <p>A machine's default may be BBR, which paces by its estimate of the path: measured would be its
 * clock more than the work per packet. iperf3's own option comes too late for that: it changes the
 * algorithm of a connection that stands, and the pacing that BBR switched on stays. A paced frame
 * is sent by whichever core the timer fires on and overtakes others, and a sender that takes them
 * for lost halves its rate. So the route names the algorithm, before the first segment.
 */
final class Iperf {

  private static final int PORT = 5201;

  private static final Duration SLACK = Duration.ofSeconds(15);

  private Iperf() {}

  /**
   * So many streams at once, for so long.
   *
   * @return what arrived of all streams, in Gbit/s
   */
  static double tcp(Node from, Node to, int streams, Duration length) {
    String address = to.address("eth0").orElseThrow();
    from.exec("ip", "route", "replace", address, "dev", "eth0", "congctl", "cubic")
        .orFail("asking for cubic on the way from " + from.name() + " to " + to.name());
    // What the kernel has learned of the path in one measurement must not begin the next.
    from.exec("ip", "tcp_metrics", "flush")
        .orFail("forgetting the ways that " + from.name() + " went");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var server =
          CompletableFuture.supplyAsync(
              () -> to.exec(length.plus(SLACK), List.of("iperf3", "-s", "-1", "-B", address)),
              threads);
      Wait.until(
          Duration.ofSeconds(10),
          Probe.of(
              "iperf3 on " + to.name(),
              () -> to.exec("ss", "-Hltn", "sport = :" + PORT).out().strip()),
          Expectation.that("listening", listeners -> !listeners.isEmpty()));
      ExecResult client =
          from.exec(
              length.plus(SLACK),
              List.of(
                  "iperf3",
                  "-c",
                  address,
                  "-t",
                  "" + length.toSeconds(),
                  "-P",
                  "" + streams,
                  "-J"));
      server.join();
      return gbits(client.out());
    } finally {
      from.exec("ip", "route", "delete", address);
    }
  }

  static double gbits(String json) {
    try {
      var result = new ObjectMapper().readTree(json);
      if (result.hasNonNull("error") || result.path("end").path("sum_received").isMissingNode()) {
        throw new LabFailure("iperf3 measured nothing: " + result.path("error").asText(json));
      }
      return result.path("end").path("sum_received").path("bits_per_second").asDouble() / 1e9;
    } catch (JsonProcessingException e) {
      throw new LabFailure("iperf3 printed no JSON: " + json, e);
    }
  }
}
