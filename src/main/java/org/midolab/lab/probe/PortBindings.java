package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the interfaces of hosts that virtual ports are bound to. */
public final class PortBindings {

  private PortBindings() {}

  /**
   * A virtual port that is bound to an interface.
   *
   * @param host name of the host
   * @param active whether the host's agent reports the port as active
   */
  public record PortBinding(String host, String interfaceName, boolean active) {}

  /**
   * Returns the bindings of all hosts (docs: contract.md#bindings), without those of ports that are
   * deleted meanwhile.
   */
  public static Probe<List<PortBinding>> in(Api api) {
    return Probe.of(
        "the bindings of ports",
        () -> {
          var found = new ArrayList<PortBinding>();
          for (JsonNode host : api.list("/hosts")) {
            for (JsonNode bound : api.list("/hosts/" + host.path("id").asText() + "/ports")) {
              api.getIfPresent("/ports/" + bound.path("portId").asText())
                  .ifPresent(port -> found.add(binding(host, bound, port)));
            }
          }
          return List.copyOf(found);
        });
  }

  private static PortBinding binding(JsonNode host, JsonNode bound, JsonNode port) {
    return new PortBinding(
        host.path("name").asText(),
        bound.path("interfaceName").asText(),
        port.path("active").asBoolean());
  }

  /** Returns the binding of an interface, or empty if no port is bound to it. */
  public static Optional<PortBinding> at(
      List<PortBinding> bindings, String host, String interfaceName) {
    return bindings.stream()
        .filter(one -> one.host().equals(host) && one.interfaceName().equals(interfaceName))
        .findFirst();
  }
}
