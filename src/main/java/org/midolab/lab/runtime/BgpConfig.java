package org.midolab.lab.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.midolab.lab.spec.BgpPlan;
import org.midolab.lab.spec.NodePlan;

/**
 * The configuration of a router's BGP software. In the image of peers the unit of each program
 * starts only if its configuration exists, so that the file also chooses the program.
 *
 * @param directory directory of the file in the node
 * @param file name of the file
 * @param text its content, with the passwords of the sessions
 */
record BgpConfig(String directory, String file, String text) {

  /** Returns the configuration of a node; empty if it is no BGP router. */
  static Optional<BgpConfig> of(NodePlan node, Secrets secrets) {
    return node.bgp().map(bgp -> of(node, bgp, secrets));
  }

  private static BgpConfig of(NodePlan node, BgpPlan bgp, Secrets secrets) {
    return switch (bgp.software()) {
      case FRR -> new BgpConfig("/etc/frr", "frr.conf", FrrConfig.render(node, bgp, secrets));
      case BIRD -> new BgpConfig("/etc/bird", "bird.conf", BirdConfig.render(node, bgp, secrets));
    };
  }

  /** Copies the file into a container, with mode 0640. */
  void copyTo(Engine engine, String container) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    engine
        .client()
        .copyArchiveToContainerCmd(container)
        .withTarInputStream(new TarFile().file(file, bytes, 0640).stream())
        .withRemotePath(directory)
        .exec();
  }
}
