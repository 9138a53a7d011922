package org.midolab.midonet.nsdb;

/**
 * ZooKeeper did not answer in time. A write that ends so may or may not have happened as a whole;
 * it never happened by half.
 */
public final class StorageUnavailableException extends NsdbException {

  public StorageUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
