package org.midolab.midonet.agent.binding;

import java.util.UUID;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.nsdb.TopologyStore;

/** Writes bindings of this host's interfaces, as {@code mm-ctl} asks for them. */
public final class PortBinder {

  private final TopologyStore topology;
  private final UUID host;

  public PortBinder(TopologyStore topology, UUID host) {
    this.topology = topology;
    this.host = host;
  }

  /**
   * Binds a port to an interface of this host, whether that exists or not. A binding that it had is
   * replaced.
   *
   * @throws IllegalArgumentException when the port is linked to another port
   * @throws org.midolab.midonet.nsdb.NotFoundException when there is no such port
   */
  public void bind(UUID portId, String interfaceName) {
    topology.write(
        transaction -> {
          Port port = transaction.get(Port.class, portId);
          if (port.isInterior()) {
            throw new IllegalArgumentException(
                "port "
                    + portId
                    + " is linked to port "
                    + port.peerId()
                    + "; unlink it before binding it");
          }
          UUID previous =
              port.hostId() == null || port.hostId().equals(host)
                  ? port.previousHostId()
                  : port.hostId();
          Port changed =
              port.withHostId(host).withInterfaceName(interfaceName).withPreviousHostId(previous);
          if (!changed.equals(port)) {
            transaction.update(changed);
          }
        });
  }

  /**
   * Takes the binding away; a port that another host has is left alone.
   *
   * @throws org.midolab.midonet.nsdb.NotFoundException when there is no such port
   */
  public void unbind(UUID portId) {
    topology.write(
        transaction -> {
          Port port = transaction.get(Port.class, portId);
          if (host.equals(port.hostId())) {
            transaction.update(
                port.withHostId(null).withInterfaceName(null).withPreviousHostId(host));
          }
        });
  }
}
