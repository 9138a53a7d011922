package org.midolab.midonet.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.nsdb.AlreadyExistsException;
import org.midolab.midonet.nsdb.HostOwner;
import org.midolab.midonet.nsdb.HostTakenException;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Versioned;

/** Registers this host in the NSDB under its id and name, and keeps it marked as alive. */
public final class HostRegistration {

  private static final Path MACHINE_ID = Path.of("/etc/machine-id");

  private final Nsdb nsdb;
  private final UUID id;
  private final String hostname;

  public HostRegistration(Nsdb nsdb, UUID id, String hostname) {
    this.nsdb = nsdb;
    this.id = id;
    this.hostname = hostname;
  }

  /**
   * Registers this host, or takes over the registration of an earlier process of this machine.
   * Writes nothing before the id is known to belong to this machine, because a clone of a machine
   * must not rename the original.
   *
   * @param onLost runs once when another process has taken over the id
   * @throws HostTakenException while another machine with the same id is alive
   */
  public void register(Runnable onLost) {
    HostOwner owner = new HostOwner(hostname, machineId(), UUID.randomUUID().toString());
    nsdb.state().claimHost(id, owner, onLost);
    Optional<Versioned<Host>> known = nsdb.topology().find(Host.class, id);
    if (known.isEmpty()) {
      try {
        nsdb.topology().create(new Host(id, hostname, 1));
      } catch (AlreadyExistsException _) {
        // Another writer created it meanwhile. It can have no other name.
      }
    } else if (!known.get().value().name().equals(hostname)) {
      nsdb.topology().update(known.get().value().withName(hostname));
    }
  }

  private static String machineId() {
    try {
      return Files.readString(MACHINE_ID).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Returns the machine's name, as {@code hostname} prints it.
   *
   * @throws IllegalStateException when /proc cannot be read
   */
  public static String localName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read this machine's host name from /proc", e);
    }
  }
}
