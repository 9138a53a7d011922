package org.midolab.midonet.datapath.ebpf;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.midolab.linux.Bpf;
import org.midolab.linux.BpfMap;
import org.midolab.linux.Link;
import org.midolab.linux.Links;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;
import org.midolab.linux.PacketSocket;
import org.midolab.linux.VethEnd;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.common.ActionCodec;
import org.midolab.midonet.datapath.common.Layout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The path by which the agent sends frames. It writes a frame with a sequence number as its mark
 * into one end of a veth pair. The program at the other end applies the actions in the slot of that
 * number.
 *
 * <p>Slots are used cyclically. A frame that is delayed until its slot is used again is dropped,
 * because the sequence numbers differ.
 */
final class InjectPath implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(InjectPath.class);

  static final String NEAR = "mn-inject0";
  static final String FAR = "mn-inject1";
  private static final int MTU = 65535;

  private final BpfMap slots;
  private final Netlink netlink;
  private final NetworkNamespace namespace;
  private final ReentrantLock lock = new ReentrantLock();
  private PacketSocket socket;
  private int nearIndex;
  private int sequence = (int) System.nanoTime();

  /** Opens the path. The pair must exist, see {@link #lay}. */
  InjectPath(PinnedState state, Netlink netlink, NetworkNamespace namespace) {
    slots = state.map("inject_slots");
    this.netlink = netlink;
    this.namespace = namespace;
    open();
  }

  private void open() {
    nearIndex = netlink.links().get(NEAR).index();
    socket = namespace.call(() -> PacketSocket.sender(NEAR));
  }

  /**
   * Creates the pair again if it was removed, and attaches the program again if it was detached.
   */
  void mend(Hook hook, Bpf.Handle program) {
    Optional<Link> near = netlink.links().find(NEAR);
    Optional<Link> far = netlink.links().find(FAR);
    boolean whole =
        near.isPresent()
            && far.isPresent()
            && near.get().index() == nearIndex
            && near.get().up()
            && far.get().up()
            && hook.isAttached(Layout.INJECT_PROGRAM, far.get().index());
    if (whole) {
      return;
    }
    LOG.warn("the agent's own link {} was changed by somebody; it is made anew", NEAR);
    int index = lay(netlink);
    hook.attach(program, Layout.INJECT_PROGRAM, index);
    lock.lock();
    try {
      socket.close();
      open();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Creates the pair if it does not exist.
   *
   * @return interface index of the far end, to which the program is attached
   */
  static int lay(Netlink netlink) {
    Links links = netlink.links();
    if (links.find(NEAR).isEmpty() || links.find(FAR).isEmpty()) {
      remove(netlink);
      links.createVeth(new VethEnd(NEAR, null, MTU, ""), new VethEnd(FAR, null, MTU, ""));
    }
    links.up(NEAR);
    links.up(FAR);
    return links.get(FAR).index();
  }

  static void remove(Netlink netlink) {
    netlink.links().deleteIfPresent(NEAR);
    netlink.links().deleteIfPresent(FAR);
  }

  /**
   * Sends one frame.
   *
   * @throws DatapathException if there are more actions than a slot holds
   */
  void send(byte[] frame, int inPort, List<FlowAction> actions) {
    lock.lock();
    try {
      if (++sequence == 0) {
        sequence = 1;
      }
      ByteBuffer slot = Layout.buffer(Layout.INJECT_SLOT).putInt(sequence).putInt(inPort);
      ActionCodec.encode(actions, null, false, slot);
      slots.update(
          Layout.u32(Integer.remainderUnsigned(sequence, Layout.INJECT_SLOTS)), slot.array());
      socket.send(frame, sequence);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
