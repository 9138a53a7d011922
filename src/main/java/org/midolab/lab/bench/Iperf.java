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
 * TCP from one node to another by their own iperf3.
 *
 * <p>A single stream on a machine of two cores has a fast and a slow gait, with the kernel's device
 * as with ours, and which it falls into changes from one to the next: several at once even it out.
 * Seen is that the slow ones lose nothing and send much again that had arrived; why is not proved.
 */
final class Iperf {

  private static final int PORT = 5201;

  /**
   * Linux's own default. A machine's may be BBR, which paces by its estimate of the path: what
   * would be measured then is its clock more than the work per packet.
   */
  private static final String CONGESTION = "cubic";

  private static final Duration SLACK = Duration.ofSeconds(15);

  private Iperf() {}

  /**
   * So many streams at once, for so long.
   *
   * @return what arrived of all streams, in Gbit/s
   */
  static double tcp(Node from, Node to, int streams, Duration length) {
    String address = to.address("eth0").orElseThrow();
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
                  "-C",
                  CONGESTION,
                  "-P",
                  "" + streams,
                  "-J"));
      server.join();
      return gbits(client.out());
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
