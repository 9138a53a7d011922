package org.midolab.linux;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports changes of the interfaces, IPv4 addresses and IPv4 routes of one namespace to a listener.
 * It calls the listener in the kernel's order, on a thread of its own.
 *
 * <p>To miss no change, start the monitor first and read the current state ({@link Links#all} …)
 * afterwards. A change may then be seen twice.
 */
public final class NetlinkMonitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NetlinkMonitor.class);
  private static final int GROUP_LINK = 1;
  private static final int GROUP_IPV4_ADDRESS = 5;
  private static final int GROUP_IPV4_ROUTE = 7;
  private static final int RECEIVE_BUFFER = 4 << 20;
  private static final int AF_UNSPEC = 0;

  private final NetlinkSocket socket;
  private final Consumer<NetlinkEvent> listener;
  private final Poller poller;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread thread;

  private NetlinkMonitor(NetlinkSocket socket, Consumer<NetlinkEvent> listener) {
    this.socket = socket;
    this.listener = listener;
    socket.receiveBufferSize(RECEIVE_BUFFER);
    socket.join(GROUP_LINK);
    socket.join(GROUP_IPV4_ADDRESS);
    socket.join(GROUP_IPV4_ROUTE);
    poller = new Poller(socket.number());
    thread = Thread.ofPlatform().name("netlink-monitor").daemon().start(this::listen);
  }

  /** Starts a monitor in the calling thread's namespace. */
  public static NetlinkMonitor start(Consumer<NetlinkEvent> listener) {
    return new NetlinkMonitor(new NetlinkSocket(), listener);
  }

  /** Starts a monitor in this namespace. */
  public static NetlinkMonitor start(NetworkNamespace namespace, Consumer<NetlinkEvent> listener) {
    return new NetlinkMonitor(namespace.call(NetlinkSocket::new), listener);
  }

  private void listen() {
    try {
      while (poller.await()) {
        try {
          socket.notifications(this::notify);
        } catch (LinuxException e) {
          if (!e.is(Errno.ENOBUFS)) {
            throw e;
          }
          deliver(new NetlinkEvent.Overrun());
        }
      }
    } finally {
      socket.close();
      poller.close();
    }
  }

  private void notify(NetlinkSocket.Answer answer) {
    var content = answer.content();
    switch (answer.type()) {
      case Links.NEW, Links.DELETE -> {
        if (content.get(0) == AF_UNSPEC) { // AF_BRIDGE messages are about bridge ports
          deliver(new NetlinkEvent.LinkChanged(Link.read(content), answer.type() == Links.DELETE));
        }
      }
      case Addresses.NEW, Addresses.DELETE ->
          deliver(
              new NetlinkEvent.AddressChanged(
                  Address.read(content), answer.type() == Addresses.DELETE));
      case Routes.NEW, Routes.DELETE ->
          deliver(
              new NetlinkEvent.RouteChanged(
                  RouteEntry.read(content), answer.type() == Routes.DELETE));
      default -> {}
    }
  }

  private void deliver(NetlinkEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.error("the listener failed on event {}", event, e);
    }
  }

  /**
   * Stops the monitor. No event is delivered after it returns, unless the listener itself calls it.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      poller.wake();
    }
    boolean interrupted = false;
    while (Thread.currentThread() != thread && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
