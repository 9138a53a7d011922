package org.midolab.linux;

/** A change in a network namespace. */
public sealed interface NetlinkEvent {

  /**
   * An interface was created or changed; if {@code gone}, it was deleted or moved to another
   * namespace.
   */
  record LinkChanged(Link link, boolean gone) implements NetlinkEvent {}

  /** An IPv4 address was added to an interface; if {@code gone}, it was removed. */
  record AddressChanged(Address address, boolean gone) implements NetlinkEvent {}

  /**
   * An IPv4 route was added or replaced; if {@code gone}, it was deleted. When an interface goes
   * down, the kernel removes its routes <em>without</em> a notification. Listeners therefore read
   * the routes again on {@link LinkChanged}.
   */
  record RouteChanged(RouteEntry route, boolean gone) implements NetlinkEvent {}

  /**
   * Notifications were lost, because the socket's buffer overflowed. Listeners read everything
   * again.
   */
  record Overrun() implements NetlinkEvent {}
}
