package org.midolab.linux;

/**
 * Sends rtnetlink(7) requests in one network namespace: the namespace of the thread that opened it,
 * or a given one. May be used from any thread; one request is sent at a time.
 *
 * <p>Every request waits for the kernel's acknowledgement and throws {@link LinuxException} if the
 * kernel reports an error.
 */
public final class Netlink implements AutoCloseable {

  private final NetlinkSocket socket;
  private final Links links;

  private Netlink(NetlinkSocket socket) {
    this.socket = socket;
    this.links = new Links(socket);
  }

  /** Opens a socket in the calling thread's namespace. */
  public static Netlink open() {
    return new Netlink(new NetlinkSocket());
  }

  /** Opens a socket in this namespace. The socket keeps the namespace alive until it is closed. */
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
