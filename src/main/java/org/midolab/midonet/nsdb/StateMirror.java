package org.midolab.midonet.nsdb;

/** The state of all hosts and ports, kept up to date by watches; changes may be coalesced. */
public interface StateMirror extends AutoCloseable {

  /** The state as last seen. Never blocks. */
  NetworkState current();

  /**
   * Adds a listener, which is first told of all that there is, as a change from {@link
   * NetworkState#EMPTY}. Listeners run one after the other on one thread of the mirror.
   *
   * @return removes the listener
   */
  Subscription listen(Listener listener);

  @Override
  void close();

  /** Told of a change. */
  @FunctionalInterface
  interface Listener {
    void changed(NetworkState before, NetworkState after);
  }
}
