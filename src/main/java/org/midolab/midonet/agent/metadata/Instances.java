package org.midolab.midonet.agent.metadata;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Versioned;

/** Reads the instances at ports from the NSDB. */
final class Instances {

  private final TopologyStore store;

  Instances(TopologyStore store) {
    this.store = store;
  }

  /**
   * An instance, as Nova knows it.
   *
   * @param id of the instance; null while Neutron's port has none
   * @param tenantId the tenant of its port; null if Neutron gave none
   * @param mac of its port
   * @param address the first IPv4 address of its port
   */
  record Instance(@Nullable String id, @Nullable String tenantId, Mac mac, Ip4 address) {}

  /**
   * Returns the instance at a port; empty for a port that Neutron does not know, uses itself, or
   * gave no IPv4 address.
   *
   * @throws org.midolab.midonet.nsdb.StorageUnavailableException if the NSDB does not answer
   */
  Optional<Instance> at(UUID port) {
    return store
        .find(NeutronPort.class, port)
        .map(Versioned::value)
        .filter(found -> found.use() == NeutronPort.Use.VIF && found.macAddress() != null)
        .flatMap(
            found ->
                found.fixedIp4s().stream()
                    .findFirst()
                    .map(
                        fixed ->
                            new Instance(
                                blankToNull(found.deviceId()),
                                blankToNull(found.tenantId()),
                                found.macAddress(),
                                fixed.ip4())));
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
