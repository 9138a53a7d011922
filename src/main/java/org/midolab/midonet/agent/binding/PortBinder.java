package org.midolab.midonet.agent.binding;

import java.util.UUID;
import java.util.regex.Pattern;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;

/** Writes bindings of this host's interfaces, as {@code mm-ctl} asks for them. */
public final class PortBinder {

  /** As Linux has it. */
  private static final Pattern INTERFACE_NAME = Pattern.compile("[^\\s/]{1,15}");

  private final TopologyStore topology;
  private final UUID host;

  public PortBinder(TopologyStore topology, UUID host) {
    this.topology = topology;
    this.host = host;
  }

  /**
   * Binds a port to an interface of this host, whether that exists or not. A port that another host
   * has moves here, as an instance does that migrates.
   *
   * @throws IllegalArgumentException when no interface can have that name
   * @throws BindingConflictException when the port is linked to another port, when this host has it
   *     at another interface, or when the interface is another port's
   * @throws org.midolab.midonet.nsdb.NotFoundException when there is no such port
   */
  public void bind(UUID portId, String interfaceName) {
    if (!INTERFACE_NAME.matcher(interfaceName).matches()) {
      throw new IllegalArgumentException(
          "'"
              + interfaceName
              + "' is no interface's name: 1 to 15 characters, neither blanks nor slashes");
    }
    topology.write(transaction -> bind(transaction, portId, interfaceName));
  }

  private void bind(Transaction transaction, UUID portId, String interfaceName) {
    Port port = transaction.get(Port.class, portId);
    if (port.isInterior()) {
      throw new BindingConflictException(
          "port "
              + portId
              + " is linked to port "
              + port.peerId()
              + "; unlink it before binding it");
    }
    boolean here = host.equals(port.hostId());
    if (here && interfaceName.equals(port.interfaceName())) {
      return;
    }
    if (here) {
      throw new BindingConflictException(
          "port "
              + portId
              + " is bound to "
              + port.interfaceName()
              + " already; first: mm-ctl --unbind-port "
              + portId);
    }
    refuseIfTaken(transaction, portId, interfaceName);
    transaction.update(
        port.withHostId(host)
            .withInterfaceName(interfaceName)
            .withPreviousHostId(port.hostId() == null ? port.previousHostId() : port.hostId()));
  }

  /** The lock keeps out whoever binds another port of this host meanwhile, by the API, too. */
  private void refuseIfTaken(Transaction transaction, UUID portId, String interfaceName) {
    transaction.lock(Host.class, host);
    for (UUID other : transaction.referencing(Host.class, host, Port.class, "hostId")) {
      boolean taken =
          transaction
              .find(Port.class, other)
              .filter(found -> interfaceName.equals(found.value().interfaceName()))
              .isPresent();
      if (taken && !other.equals(portId)) {
        throw new BindingConflictException(
            "interface "
                + interfaceName
                + " is bound to port "
                + other
                + "; first: mm-ctl --unbind-port "
                + other);
      }
    }
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
