package org.midolab.midonet.nsdb;

/**
 * A copy of the state of all hosts and ports that watches keep up to date. Several changes may
 * arrive as one.
 */
public interface StateMirror extends AutoCloseable {

  /** Returns the state as last received. Never blocks. */
  NetworkState current();

  /**
   * Adds a listener. Its first call reports the current state as a change from {@link
   * NetworkState#EMPTY}. Listeners run one after another on one thread of the mirror.
   *
   * @return a subscription; closing it removes the listener
   */
  Subscription listen(Listener listener);

  @Override
  void close();

  /** Receives changes of the state. */
  @FunctionalInterface
  interface Listener {
    void changed(NetworkState before, NetworkState after);
  }
}
