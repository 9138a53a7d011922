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
 * A read-only view of the state that an agent has pinned. It works whether the agent runs or not.
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
   * Opens the pinned state in a directory.
   *
   * @return empty if there is no datapath
   * @throws org.midolab.linux.LinuxException if the kernel denies this process access
   */
  public static Optional<PinnedView> open(Path pins) {
    return BpfFileSystem.isMounted(pins)
        ? Optional.ofNullable(PinnedState.existing(pins)).map(PinnedView::new)
        : Optional.empty();
  }

  /** Returns all flows with their counters. */
  public List<FlowStatistics> flows() {
    return dump.flows();
  }

  /** Returns the maximum number of flows in the table. */
  public int maxFlows() {
    return state.map("flows").maxEntries();
  }

  /** Returns the number of masks in use. */
  public int masks() {
    return MaskTable.read(state).size();
  }

  /** Returns the maximum number of masks. */
  public int maxMasks() {
    return Layout.MAX_MASKS;
  }

  /** Returns packets and bytes by port number. */
  public Map<Integer, PortStatistics> portStatistics() {
    return dump.portStatistics();
  }

  /** Returns the number of dropped packets by port number and reason. */
  public Map<Integer, Map<DropReason, Long>> drops() {
    return dump.drops();
  }

  /** Returns how many times a limit was applied, by port number. */
  public Map<Integer, Map<Limit, Long>> limits() {
    return dump.limits();
  }

  /** Returns interface indexes by port number. */
  public Map<Integer, Integer> interfaces() {
    return table.interfaces();
  }

  /** Returns the numbers of the attached ports by interface name, sorted by name. */
  public Map<String, Integer> ports() {
    return table.attached();
  }

  @Override
  public void close() {
    state.close();
  }
}
