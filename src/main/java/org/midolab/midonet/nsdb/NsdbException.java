package org.midolab.midonet.nsdb;

import org.jspecify.annotations.Nullable;

/** Thrown when a read or write of the network state database fails. Each subclass is one reason. */
public abstract sealed class NsdbException extends RuntimeException
    permits AlreadyExistsException,
        BusyException,
        ConflictException,
        HostTakenException,
        NotFoundException,
        ReferencedException,
        StorageUnavailableException {

  NsdbException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
