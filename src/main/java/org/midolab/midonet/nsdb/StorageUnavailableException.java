package org.midolab.midonet.nsdb;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when ZooKeeper or Cassandra did not answer in time. A write that fails in this way has
 * either been applied as a whole or not at all.
 */
public final class StorageUnavailableException extends NsdbException {

  public StorageUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
