package org.midolab.midonet.nsdb;

/** A registered listener. Closing it removes the listener; closing it again has no effect. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  @Override
  void close();
}
