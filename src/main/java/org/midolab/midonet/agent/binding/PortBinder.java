package org.midolab.midonet.agent.binding;

import java.util.UUID;
import java.util.regex.Pattern;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;

/** Writes bindings of this host's interfaces to the NSDB, for {@code mm-ctl}. */
public final class PortBinder {

  /** Names that Linux accepts for interfaces (IFNAMSIZ). */
  private static final Pattern INTERFACE_NAME = Pattern.compile("[^\\s/]{1,15}");

  private final TopologyStore topology;
  private final UUID host;

  public PortBinder(TopologyStore topology, UUID host) {
    this.topology = topology;
    this.host = host;
  }

  /**
   * Binds a port to an interface of this host, which need not exist yet. A port that is bound on
   * another host moves to this host, as when an instance migrates.
   *
   * @param interfaceName 1 to 15 characters without blanks and slashes
   * @throws IllegalArgumentException when the name is not a valid interface name
   * @throws BindingConflictException when the port is linked to another port, when it is bound to
   *     another interface of this host, or when the interface is bound to another port
   * @throws org.midolab.midonet.nsdb.NotFoundException when the port does not exist
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
    boolean boundHere = host.equals(port.hostId());
    if (boundHere && interfaceName.equals(port.interfaceName())) {
      return;
    }
    if (boundHere) {
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

  /** The lock prevents a concurrent binding of another port of this host, also through the API. */
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
   * Removes the port's binding. Changes nothing if the port is bound on another host.
   *
   * @throws org.midolab.midonet.nsdb.NotFoundException when the port does not exist
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
