package org.midolab.midonet.nsdb;

import java.util.UUID;

/** Thrown when an agent on another machine already uses the host id. */
public final class HostTakenException extends NsdbException {

  public HostTakenException(UUID host, HostOwner holder) {
    super(
        "host id "
            + host
            + " is in use by an agent on "
            + holder.hostname()
            + "; an id belongs to one machine: if this one was cloned, delete"
            + " /etc/midonet_host_id.properties here and start again",
        null);
  }
}
