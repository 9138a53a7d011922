package org.midolab.linux;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One end of a veth pair that is to be created.
 *
 * @param name at most 15 characters
 * @param namespace namespace that the end is created in; null for the namespace of the {@link
 *     Netlink}
 * @param mtu bytes, 0 for the kernel's default of 1500
 * @param mac octets in hex joined by colons, empty for a random one
 */
public record VethEnd(String name, @Nullable NetworkNamespace namespace, int mtu, String mac) {

  public VethEnd {
    Objects.requireNonNull(name);
    Objects.requireNonNull(mac);
  }

  public VethEnd(String name, @Nullable NetworkNamespace namespace) {
    this(name, namespace, 0, "");
  }

  public VethEnd(String name) {
    this(name, null, 0, "");
  }
}
