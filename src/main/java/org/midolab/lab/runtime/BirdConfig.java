package org.midolab.lab.runtime;

import java.util.stream.Collectors;
import org.midolab.lab.spec.BgpPlan;
import org.midolab.lab.spec.BgpPlan.Neighbor;
import org.midolab.lab.spec.NodePlan;

/** Renders the configuration of BIRD 2 of a router of the lab from its plan. */
final class BirdConfig {

  private BirdConfig() {}

  /**
   * Returns the text of {@code bird.conf}. The times to wait after an error are set, because BIRD's
   * default of up to 300 s would make every recovery slow. Graceful restart is off: the gateway's
   * FRR announces long-lived graceful restart (RFC 9494), and BIRD would keep the routes of a
   * gateway that does not answer after the hold timer has expired. Times have the date, so that no
   * two establishments of a session look the same.
   */
  static String render(NodePlan node, BgpPlan bgp, Secrets secrets) {
    return """
        # Rendered from the lab file. Change it there.
        log syslog all;
        timeformat protocol iso long ms;
        router id %s;
        protocol device {}
        protocol kernel {
          merge paths on;
          ipv4 {
            import none;
            export filter {
              if source != RTS_BGP then reject;
        %s      accept;
            };
          };
        }
        protocol static {
          ipv4;
        %s}
        %s"""
        .formatted(
            bgp.routerId(),
            node.loopback().stream()
                .findFirst()
                .map(address -> "      krt_prefsrc = " + address.address() + ";\n")
                .orElse(""),
            bgp.networks().stream()
                .map(network -> "  route " + network + " unreachable;\n")
                .collect(Collectors.joining()),
            bgp.neighbors().stream()
                .map(neighbor -> session(bgp, neighbor, secrets))
                .collect(Collectors.joining()));
  }

  private static String session(BgpPlan bgp, Neighbor neighbor, Secrets secrets) {
    String local = neighbor.local().address();
    String remote = neighbor.address().address();
    return """
        protocol bgp %s {
          local %s as %d;
          neighbor %s as %d;
        %s  hold time %d;
          keepalive time %d;
          connect retry time %d;
          connect delay time 1;
          graceful restart off;
          long lived graceful restart off;
          error wait time 1, 2;
          ipv4 {
            import all;
            export where source = RTS_BGP || source = RTS_STATIC;
          };
        }
        """
        .formatted(
            "n" + remote.replace('.', '_'),
            local,
            bgp.as(),
            remote,
            neighbor.as(),
            neighbor.authenticated() ? "  password \"" + secrets.bgp(local, remote) + "\";\n" : "",
            bgp.timers().hold(),
            bgp.timers().keepalive(),
            bgp.timers().connect());
  }
}
