package org.midolab.midonet.nsdb;

/** Why a read or write of the network state database did not happen. */
public abstract sealed class NsdbException extends RuntimeException
    permits AlreadyExistsException,
        BusyException,
        ConflictException,
        HostTakenException,
        NotFoundException,
        ReferencedException,
        StorageUnavailableException {

  NsdbException(String message, Throwable cause) {
    super(message, cause);
  }
}
