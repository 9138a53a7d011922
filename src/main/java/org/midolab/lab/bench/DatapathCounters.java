package org.midolab.lab.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;

/**
 * The counters of a host's datapath, as {@code mm-dpctl} prints them.
 *
 * @param flows number of flows in the table
 * @param drops number of dropped packets by reason, over all ports, since the datapath was created
 */
record DatapathCounters(long flows, Map<String, Long> drops) {

  private static final Pattern FLOWS = Pattern.compile("datapath midonet: (\\d+) of \\d+ flows.*");
  private static final Pattern DROPPED = Pattern.compile("dropped (\\d+): (\\S+)");

  DatapathCounters {
    drops = Map.copyOf(drops);
  }

  static DatapathCounters of(Node node) {
    return parse(
        node.exec(
                Duration.ofSeconds(30),
                List.of("mm-dpctl", "--timeout", "20", "datapath", "--show", "midonet"))
            .orFail("mm-dpctl on " + node.name())
            .out());
  }

  static DatapathCounters parse(String text) {
    long flows = -1;
    var drops = new TreeMap<String, Long>();
    for (String line : text.lines().map(String::strip).toList()) {
      var count = FLOWS.matcher(line);
      if (count.matches()) {
        flows = Long.parseLong(count.group(1));
      }
      var dropped = DROPPED.matcher(line);
      if (dropped.matches()) {
        drops.merge(dropped.group(2), Long.parseLong(dropped.group(1)), Long::sum);
      }
    }
    if (flows < 0) {
      throw new LabFailure("mm-dpctl printed no datapath: " + text);
    }
    return new DatapathCounters(flows, drops);
  }

  /** Returns the drops since an earlier reading, by reason. Reasons without drops are left out. */
  Map<String, Long> dropsSince(DatapathCounters earlier) {
    var since = new TreeMap<String, Long>();
    drops.forEach(
        (reason, count) -> {
          long more = count - earlier.drops.getOrDefault(reason, 0L);
          if (more > 0) {
            since.put(reason, more);
          }
        });
    return since;
  }
}
