package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.lab.junit.MidoLab;

/**
 * Two labs run at the same time. A port on the management network is reachable from the nodes of
 * its own lab only.
 */
class ManagementNetworkIT {

  private static final String FILE = "src/test/resources/org/midolab/lab/runtime/two-gateways.yaml";

  /** Port of the REST API. */
  private static final int PORT = 8181;

  @RegisterExtension static final MidoLab OURS = new MidoLab(FILE).named("xours");

  @RegisterExtension static final MidoLab THEIRS = new MidoLab(FILE).named("xtheirs");

  private static String server;

  @BeforeAll
  static void listen() {
    Node gate = OURS.lab().node("gate1");
    server = gate.managementAddress().orElseThrow();
    gate.shell("setsid nc -l -k " + PORT + " > /dev/null 2>&1 < /dev/null &").orFail("listening");
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> gate.exec("ss", "-Hltn").out().contains(":" + PORT));
  }

  @Test
  void nodesOfTheLabReachIt() {
    assertThat(reaches(OURS.lab().node("gate2"))).isTrue();
  }

  @Test
  void nodesOfAnotherLabDoNot() {
    assertThat(reaches(THEIRS.lab().node("gate2"))).isFalse();
  }

  /** Root on a node can add routes; the machine forwards nothing between labs. */
  @Test
  void nodesOfAnotherLabDoNotReachItThroughTheMachine() {
    Node stranger = THEIRS.lab().node("gate1");
    String own = stranger.managementAddress().orElseThrow();
    String machine = own.substring(0, own.lastIndexOf('.')) + ".1";
    stranger.exec("ip", "route", "add", server + "/32", "via", machine).orFail("adding a route");
    assertThat(stranger.exec("ip", "route", "get", server).out()).contains("via " + machine);
    assertThat(reaches(stranger)).isFalse();
  }

  @Test
  void theMachinePublishesNothing() {
    try (Engine engine = Engine.connect()) {
      for (MidoLab lab : new MidoLab[] {OURS, THEIRS}) {
        assertThat(
                engine
                    .client()
                    .inspectNetworkCmd()
                    .withNetworkId(Labels.network(lab.lab().name()))
                    .exec()
                    .getInternal())
            .isTrue();
        for (Node node : lab.lab().nodes()) {
          for (String container : new String[] {node.container(), node.namespaceOwner()}) {
            var seen = engine.client().inspectContainerCmd(container).exec();
            var ports = seen.getHostConfig().getPortBindings();
            assertThat(ports == null ? Map.of() : ports.getBindings())
                .as("ports of " + container)
                .isEmpty();
          }
        }
      }
    }
  }

  /**
   * A node listens in its own namespace only: none of its processes is in the machine's namespace.
   */
  @Test
  void noNodeIsInTheMachinesNamespace() throws IOException {
    Path machine = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
    try (Engine engine = Engine.connect()) {
      for (Node node : OURS.lab().nodes()) {
        var processes = engine.client().topContainerCmd(node.container()).exec().getProcesses();
        assertThat(processes).as(node.name()).isNotEmpty();
        for (String[] process : processes) {
          Path namespace = Path.of("/proc", process[1], "ns", "net");
          if (Files.exists(namespace)) {
            assertThat(Files.readSymbolicLink(namespace)).isNotEqualTo(machine);
          }
        }
      }
    }
  }

  private static boolean reaches(Node from) {
    return from.exec("nc", "-z", "-w", "2", server, Integer.toString(PORT)).ok();
  }
}
