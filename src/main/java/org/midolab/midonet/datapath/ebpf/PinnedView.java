package org.midolab.midonet.datapath.ebpf;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.midolab.linux.BpfFileSystem;
import org.midolab.midonet.datapath.Datapath.FlowStatistics;
import org.midolab.midonet.datapath.Datapath.PortStatistics;
import org.midolab.midonet.datapath.Limit;
import org.midolab.midonet.datapath.common.Layout;
import org.midolab.midonet.packet.DropReason;

/**
 * What an agent has pinned, to be looked at: works with the agent running or not, and changes
 * nothing.
 */
public final class PinnedView implements AutoCloseable {

  private final PinnedState state;
  private final FlowDump dump;
  private final PortTable table;

  private PinnedView(PinnedState state) {
    this.state = state;
    this.dump = new FlowDump(state);
    this.table = new PortTable(state);
  }

  /**
   * Opens what is pinned in a directory; empty when there is no datapath.
   *
   * @throws org.midolab.linux.LinuxException when the kernel does not let this process look
   */
  public static Optional<PinnedView> open(Path pins) {
    return BpfFileSystem.isMounted(pins)
        ? Optional.ofNullable(PinnedState.existing(pins)).map(PinnedView::new)
        : Optional.empty();
  }

  /** All flows with their counters. */
  public List<FlowStatistics> flows() {
    return dump.flows();
  }

  /** How many flows the table can hold. */
  public int maxFlows() {
    return state.map("flows").maxEntries();
  }

  /** How many masks flows have. */
  public int masks() {
    return MaskTable.read(state).size();
  }

  /** How many masks flows may have. */
  public int maxMasks() {
    return Layout.MAX_MASKS;
  }

  /** Packets and bytes by port number. */
  public Map<Integer, PortStatistics> portStatistics() {
    return dump.portStatistics();
  }

  /** Dropped frames by port number and reason. */
  public Map<Integer, Map<DropReason, Long>> drops() {
    return dump.drops();
  }

  /** How often flows met a limit, by port number. */
  public Map<Integer, Map<Limit, Long>> limits() {
    return dump.limits();
  }

  /** Interface indices by port number. */
  public Map<Integer, Integer> interfaces() {
    return table.interfaces();
  }

  /** Attached ports by interface name, sorted. */
  public Map<String, Integer> ports() {
    return table.attached();
  }

  @Override
  public void close() {
    state.close();
  }
}
