package org.midolab.linux;

/** Something that changed in a namespace. */
public sealed interface NetlinkEvent {

  /** An interface appeared, changed, or ({@code gone}) was deleted or moved away. */
  record LinkChanged(Link link, boolean gone) implements NetlinkEvent {}

  /** An interface got, or ({@code gone}) lost, an IPv4 address. */
  record AddressChanged(Address address, boolean gone) implements NetlinkEvent {}

  /**
   * An IPv4 route was added or replaced, or ({@code gone}) deleted. The kernel drops the routes of
   * an interface that goes down <em>without</em> saying so: on {@link LinkChanged} read them again.
   */
  record RouteChanged(RouteEntry route, boolean gone) implements NetlinkEvent {}

  /** Notifications were lost, since they came too fast: read everything again. */
  record Overrun() implements NetlinkEvent {}
}
