package org.midolab.midonet.datapath.ebpf;

import org.midolab.linux.Bpf;
import org.midolab.linux.Errno;
import org.midolab.linux.LinuxException;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;

/** A method of attaching programs to interfaces. */
interface Hook {

  /**
   * Attaches the program to the ingress of an interface. Does nothing if it is attached already.
   */
  void attach(Bpf.Handle program, String name, int ifindex);

  /** Returns whether the program is attached. Other programs may have removed it. */
  boolean isAttached(String name, int ifindex);

  /** Detaches the program. Does nothing if the interface does not exist. */
  void detach(int ifindex);

  /**
   * Chooses the method that the kernel supports, by a first attachment.
   *
   * @param ifindex the interface to which {@code program} is attached in any case
   */
  static Hook choose(
      DatapathOptions.Attach wish,
      PinnedState state,
      Netlink netlink,
      NetworkNamespace namespace,
      Bpf.Handle program,
      String name,
      int ifindex) {
    Hook tcx = new TcxHook(state.directory(), namespace);
    Hook clsact = new ClsactHook(netlink);
    Hook chosen =
        switch (wish) {
          case TCX -> tcx;
          case CLSACT -> clsact;
          case AUTO -> {
            try {
              tcx.attach(program, name, ifindex);
              yield tcx;
            } catch (LinuxException e) {
              if (!e.is(Errno.EINVAL) && !e.is(Errno.EOPNOTSUPP)) {
                throw e;
              }
              yield clsact;
            }
          }
        };
    chosen.attach(program, name, ifindex);
    return chosen;
  }
}
