package org.midolab.lab.spec;

import java.util.List;
import java.util.Optional;

/**
 * A wire between two ends. Only links inside one engine are built; the other two exist so that many
 * engines and vendors' devices fit without a redesign, and are refused with a sentence.
 */
public sealed interface LinkPlan {

  /** The ends that are a node's interface: two, or one where the other is a real port. */
  List<End> ends();

  /** In bytes, of both ends. */
  int mtu();

  /** A veth pair between two namespaces of one engine. */
  record SameEngine(End a, End b, int mtu) implements LinkPlan {
    @Override
    public List<End> ends() {
      return List.of(a, b);
    }
  }

  /** Between nodes on different engines. */
  record AcrossEngines(End a, End b, int mtu) implements LinkPlan {
    @Override
    public List<End> ends() {
      return List.of(a, b);
    }
  }

  /** To a port of the machine: a vendor's device is behind it. */
  record RealPort(End a, String port, int mtu) implements LinkPlan {
    @Override
    public List<End> ends() {
      return List.of(a);
    }
  }

  /**
   * One end of a link.
   *
   * @param mac the hardware address in lower case with colons; the kernel chooses when empty
   */
  record End(String node, String iface, Optional<Cidr> address, Optional<String> mac) {

    public boolean is(String otherNode, String otherIface) {
      return node.equals(otherNode) && iface.equals(otherIface);
    }

    @Override
    public String toString() {
      return node + ":" + iface;
    }
  }
}
