package org.midolab.linux;

/**
 * rtnetlink(7) in one network namespace: the one of the thread that opened it, or a given one. May
 * be used from any thread; requests queue up.
 *
 * <p>Every request waits for the kernel's acknowledgement and fails with {@link LinuxException}.
 */
public final class Netlink implements AutoCloseable {

  private final NetlinkSocket socket;
  private final Links links;

  private Netlink(NetlinkSocket socket) {
    this.socket = socket;
    this.links = new Links(socket);
  }

  /** In the calling thread's namespace. */
  public static Netlink open() {
    return new Netlink(new NetlinkSocket());
  }

  /** In this namespace, which it keeps alive until it is closed. */
  public static Netlink open(NetworkNamespace namespace) {
    return new Netlink(namespace.call(NetlinkSocket::new));
  }

  public Links links() {
    return links;
  }

  public Addresses addresses() {
    return new Addresses(socket, links);
  }

  public Routes routes() {
    return new Routes(socket, links);
  }

  public Neighbours neighbours() {
    return new Neighbours(socket, links);
  }

  public TrafficControl trafficControl() {
    return new TrafficControl(socket);
  }

  @Override
  public void close() {
    socket.close();
  }
}
