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
 * Measures TCP from one node to another with iperf3 and CUBIC congestion control, which is Linux's
 * default.
 *
 * <p>A machine's default may be BBR, which paces packets by its estimate of the path, so that the
 * result would show its timer more than the work per packet. The option of iperf3 cannot avoid
 * that: it changes the algorithm of an established connection, and the pacing that BBR turned on
 * stays. A paced frame is sent on the core where the timer fires and may overtake others; the
 * sender then takes packets for lost and halves its rate. So a route sets the algorithm before the
 * first segment.
 */
final class Iperf {

  private static final int PORT = 5201;

  private static final Duration SLACK = Duration.ofSeconds(15);

  private Iperf() {}

  /**
   * Runs iperf3.
   *
   * @param streams number of parallel streams
   * @param length time of the measurement
   * @return received rate of all streams together, in Gbit/s
   */
  static double tcp(Node from, Node to, int streams, Duration length) {
    String address = to.address("eth0").orElseThrow();
    from.exec("ip", "route", "replace", address, "dev", "eth0", "congctl", "cubic")
        .orFail("setting CUBIC on the route from " + from.name() + " to " + to.name());
    // Path metrics that the kernel learned in one measurement must not affect the next.
    from.exec("ip", "tcp_metrics", "flush").orFail("deleting the TCP metrics of " + from.name());
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
