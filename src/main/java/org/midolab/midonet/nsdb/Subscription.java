package org.midolab.midonet.nsdb;

/** Ends a subscription when closed; closing it twice does nothing. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  @Override
  void close();
}
