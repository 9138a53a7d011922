package org.midolab.midonet.datapath;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.midolab.linux.NetworkNamespace;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;

/**
 * TCP throughput between two instances through each kind of tunnel, against the kernel's own bridge
 * and vxlan device laid beside them, in rounds that take turns: on a busy machine only the ratio
 * within a round means something. Needs iperf3 and root.
 *
 * <p>Arguments: rounds (7), seconds per measurement (2).
 */
final class DatapathBench {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASELINE = "kernel";

  private DatapathBench() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
    Map<String, TwoHosts> worlds = new LinkedHashMap<>();
    try {
      worlds.put(BASELINE, kernel());
      worlds.put("vxlan", datapaths(Encapsulation.VXLAN, false));
      worlds.put("vxlan-peer", datapaths(Encapsulation.VXLAN, true));
      worlds.put("gre", datapaths(Encapsulation.GRE, false));
      worlds.put("gre-peer", datapaths(Encapsulation.GRE, true));
      Map<String, List<Double>> gbits = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        StringBuilder line = new StringBuilder("round " + round);
        for (var world : worlds.entrySet()) {
          double value = tcp(world.getValue(), seconds);
          gbits.computeIfAbsent(world.getKey(), k -> new ArrayList<>()).add(value);
          line.append("  %s %.2f".formatted(world.getKey(), value));
        }
        System.out.println(line);
      }
      gbits.forEach(
          (name, values) ->
              System.out.printf(
                  "%-12s %6.2f Gbit/s, %.2f x kernel%n",
                  name, median(values), median(ratios(values, gbits.get(BASELINE)))));
    } finally {
      worlds.values().forEach(TwoHosts::close);
    }
  }

  private static TwoHosts kernel() throws IOException {
    TwoHosts hosts = new TwoHosts();
    layBridge(hosts.one, hosts.two);
    layBridge(hosts.two, hosts.one);
    return hosts;
  }

  private static void layBridge(TwoHosts.Host host, TwoHosts.Host other) {
    var links = host.netlink.links();
    links.createBridge("br0");
    links.createVxlan("vx0", 42, other.underlay.toString(), 4789);
    for (String port : List.of("tap", "vx0")) {
      links.setMaster(port, "br0");
      links.up(port);
    }
    links.up("br0");
  }

  private static TwoHosts datapaths(Encapsulation encapsulation, boolean peer) throws IOException {
    TwoHosts hosts = new TwoHosts();
    hosts.openDatapaths(peer);
    hosts.join(encapsulation);
    return hosts;
  }

  private static double tcp(TwoHosts hosts, int seconds) throws Exception {
    Process server =
        start(hosts.two.instance, "iperf3", "-s", "-1", "-B", TwoHosts.INSTANCES.get(1));
    try {
      await()
          .ignoreExceptions()
          .until(
              () ->
                  start(hosts.two.instance, "ss", "-Hltn", "sport = :5201")
                          .getInputStream()
                          .readAllBytes()
                          .length
                      > 0);
      Process client =
          start(
              hosts.one.instance,
              "iperf3",
              "-c",
              TwoHosts.INSTANCES.get(1),
              "-t",
              Integer.toString(seconds),
              "-J");
      JsonNode result = JSON.readTree(client.getInputStream());
      return result.path("end").path("sum_received").path("bits_per_second").asDouble() / 1e9;
    } finally {
      server.destroy();
    }
  }

  private static Process start(NetworkNamespace namespace, String... command) throws IOException {
    return namespace.call(
        (NetworkNamespace.Work<Process, IOException>)
            () -> new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static List<Double> ratios(List<Double> values, List<Double> baseline) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / baseline.get(i));
    }
    return ratios;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(d -> d).sorted().toArray();
    return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
  }
}
