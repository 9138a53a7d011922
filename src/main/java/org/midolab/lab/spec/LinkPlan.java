package org.midolab.lab.spec;

import java.util.List;
import java.util.Optional;

/**
 * A link between two ends. Only links inside one engine are supported. The other two kinds exist so
 * that several engines and vendors' devices can be added without a redesign; the planner rejects
 * them with a message.
 */
public sealed interface LinkPlan {

  /** Returns the ends that are interfaces of nodes: two, or one if the other end is a real port. */
  List<End> ends();

  /** Returns the MTU of both ends in bytes. */
  int mtu();

  /** A veth pair between two namespaces of one engine. */
  record SameEngine(End a, End b, int mtu) implements LinkPlan {
    @Override
    public List<End> ends() {
      return List.of(a, b);
    }
  }

  /** A link between nodes on different engines. */
  record AcrossEngines(End a, End b, int mtu) implements LinkPlan {
    @Override
    public List<End> ends() {
      return List.of(a, b);
    }
  }

  /** A link to a port of the machine that a vendor's device is connected to. */
  record RealPort(End a, String port, int mtu) implements LinkPlan {
    @Override
    public List<End> ends() {
      return List.of(a);
    }
  }

  /**
   * One end of a link.
   *
   * @param mac the MAC address, in lower case with colons; if empty, the kernel chooses one
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
