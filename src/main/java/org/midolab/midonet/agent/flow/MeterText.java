package org.midolab.midonet.agent.flow;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Datapath.PortStatistics;

/** The figures of this host as text, for {@code mm-meter} and {@code mm-stat}. */
record MeterText(Meters meters, Datapath datapath) {

  /** Returns lines of packets, bytes and name, with the meters of the ports. */
  String ofAll(Set<LocalPorts.Entry> ports) {
    Map<String, Meters.Count> counts = new TreeMap<>(meters.counts());
    Map<Integer, PortStatistics> statistics = datapath.portStatistics();
    for (LocalPorts.Entry port : ports) {
      PortStatistics seen = statistics.get(port.number());
      if (seen != null) {
        counts.put(
            "meters:port:rx:" + port.portId(), new Meters.Count(seen.rxPackets(), seen.rxBytes()));
        counts.put(
            "meters:port:tx:" + port.portId(), new Meters.Count(seen.txPackets(), seen.txBytes()));
      }
    }
    return counts.entrySet().stream()
        .map(each -> line(each.getValue().packets() + " " + each.getValue().bytes(), each.getKey()))
        .collect(Collectors.joining());
  }

  /** Returns lines of value and name. */
  String ofAgent(int flows) {
    Map<String, Long> values = new LinkedHashMap<>();
    values.put("flows", (long) flows);
    Collection<PortStatistics> ports = datapath.portStatistics().values();
    values.put("received", ports.stream().mapToLong(PortStatistics::rxPackets).sum());
    values.put("sent", ports.stream().mapToLong(PortStatistics::txPackets).sum());
    values.put(
        "lost",
        datapath.drops().values().stream()
            .flatMap(reasons -> reasons.values().stream())
            .mapToLong(Long::longValue)
            .sum());
    for (Meters.Handled kind : Meters.Handled.values()) {
      values.put(kind.name().toLowerCase(Locale.ROOT), meters.handled(kind));
    }
    return values.entrySet().stream()
        .map(each -> line(each.getValue(), each.getKey()))
        .collect(Collectors.joining());
  }

  private static String line(Object values, String name) {
    return "%s %s%n".formatted(values, name);
  }
}
