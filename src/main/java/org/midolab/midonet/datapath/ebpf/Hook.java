package org.midolab.midonet.datapath.ebpf;

import org.midolab.linux.Bpf;
import org.midolab.linux.Errno;
import org.midolab.linux.LinuxException;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;

/** The way in which programs get onto interfaces. */
interface Hook {

  /** Runs the program on what comes in by the interface; again is fine. */
  void attach(Bpf.Handle program, String name, int ifindex);

  /** Whether the program is there; others may take it off. */
  boolean isAttached(String name, int ifindex);

  /** Takes the program off; an interface that is gone is fine. */
  void detach(int ifindex);

  /**
   * Chooses by what the kernel can do: the first attachment is the test.
   *
   * @param ifindex an interface that {@code program} is to be attached to in any case
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
