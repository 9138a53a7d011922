package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the floating IPs in the virtual topology from its NAT rules, no matter which program
 * created them.
 */
public final class FloatingIps {

  private FloatingIps() {}

  /**
   * A floating IP: an external address that is translated to an instance's address.
   *
   * @param instance the node that has the fixed address, if it is a node of the lab
   */
  public record FloatingIp(String address, String fixedAddress, Optional<String> instance) {}

  /** Returns every destination NAT of one address to one address (docs: contract.md#static-nat). */
  public static Probe<List<FloatingIp>> in(Api api, LabNodes lab) {
    return Probe.of(
        "the floating IPs",
        () -> {
          var found = new ArrayList<FloatingIp>();
          for (JsonNode chain : api.list("/chains")) {
            for (JsonNode rule : api.list("/chains/" + chain.path("id").asText() + "/rules")) {
              translation(rule).ifPresent(f -> found.add(named(f, lab)));
            }
          }
          return List.copyOf(found);
        });
  }

  static Optional<FloatingIp> translation(JsonNode rule) {
    var targets = rule.path("natTargets");
    if (!rule.path("type").asText().equals("dnat")
        || rule.path("nwDstLength").asInt() != 32
        || targets.size() != 1
        || !targets.path(0).path("addressFrom").equals(targets.path(0).path("addressTo"))) {
      return Optional.empty();
    }
    return Optional.of(
        new FloatingIp(
            rule.path("nwDstAddress").asText(),
            targets.path(0).path("addressFrom").asText(),
            Optional.empty()));
  }

  private static FloatingIp named(FloatingIp found, LabNodes lab) {
    return new FloatingIp(
        found.address(),
        found.fixedAddress(),
        lab.all().stream()
            .filter(n -> n.address("eth0").filter(found.fixedAddress()::equals).isPresent())
            .map(LabNode::name)
            .findFirst());
  }
}
