package org.midolab.lab.runtime;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network.Ipam;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.midolab.lab.spec.Cidr;
import org.midolab.lab.spec.LabPlan;
import org.midolab.lab.spec.NodeKind;
import org.midolab.lab.spec.NodePlan;

/**
 * A lab's management network: an internal bridge of the engine, so that no traffic of a lab is
 * routed out of the machine. Each lab has its own /24 subnet of the benchmarking range (RFC 2544,
 * RFC 6890).
 */
final class ManagementNetwork {

  private static final Cidr POOL = Cidr.of("198.18.0.0/24");
  private static final int SUBNETS = 256;

  /** The engine uses the addresses below this one. */
  private static final int FIRST_HOST = 10;

  private ManagementNetwork() {}

  /**
   * Leases a subnet: tries one after the other, since the engine rejects a subnet that overlaps one
   * of its networks.
   */
  static Cidr lease(Engine engine, LabState state) {
    int start = Math.floorMod(state.lab().hashCode(), SUBNETS);
    DockerException last = null;
    for (int attempt = 0; attempt < SUBNETS; attempt++) {
      Cidr subnet = new Cidr(POOL.bits() + ((start + attempt) % SUBNETS << 8), POOL.length());
      try {
        engine
            .client()
            .createNetworkCmd()
            .withName(state.network())
            .withCheckDuplicate(true)
            .withInternal(true)
            .withLabels(Labels.of(state))
            .withIpam(
                new Ipam().withConfig(List.of(new Ipam.Config().withSubnet(subnet.toString()))))
            .exec();
        return subnet;
      } catch (DockerException e) {
        if (e.getMessage() == null || !e.getMessage().toLowerCase().contains("overlap")) {
          throw new LabFailure(
              "cannot create network " + state.network() + ": " + e.getMessage(), e);
        }
        last = e;
      }
    }
    throw new EnvironmentException(
        "no /24 of 198.18.0.0/16 is free for a management network", "docker network ls", last);
  }

  static Map<String, String> addresses(Cidr subnet, LabPlan plan) {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (NodePlan node : plan.nodes()) {
      if (node.kind().managed() && node.kind() != NodeKind.BRIDGE) {
        addresses.put(node.name(), subnet.host(FIRST_HOST + addresses.size()).address());
      }
    }
    return addresses;
  }
}
