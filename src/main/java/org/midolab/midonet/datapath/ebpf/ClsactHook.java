package org.midolab.midonet.datapath.ebpf;

import org.midolab.linux.Bpf;
import org.midolab.linux.Netlink;

/** Attaches programs as tc filters, which exist as long as the interface. */
final class ClsactHook implements Hook {

  private final Netlink netlink;

  ClsactHook(Netlink netlink) {
    this.netlink = netlink;
  }

  @Override
  public void attach(Bpf.Handle program, String name, int ifindex) {
    netlink.trafficControl().attachIngress(ifindex, program, name);
  }

  @Override
  public boolean isAttached(String name, int ifindex) {
    return netlink.trafficControl().isAttached(ifindex, name);
  }

  @Override
  public void detach(int ifindex) {
    netlink.trafficControl().detach(ifindex);
  }
}
