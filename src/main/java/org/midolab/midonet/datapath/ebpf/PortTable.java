package org.midolab.midonet.datapath.ebpf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.midolab.linux.BpfMap;
import org.midolab.linux.Link;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.common.FrameLimits;
import org.midolab.midonet.datapath.common.Layout;
import org.midolab.midonet.datapath.common.PortNumbers;

/**
 * The port numbers of interface names, and the interface of each port, in the kernel's maps (docs:
 * datapath.md#port-numbers). Not thread safe.
 */
final class PortTable {

  private static final int PEER = 1;

  /** Offset of the MTU in an output. */
  private static final int MTU = 8;

  private final BpfMap names;
  private final BpfMap inputs;
  private final BpfMap outputs;
  private final Counts counts;
  private final PortNumbers numbers = new PortNumbers();

  /** MTUs of the ports in {@code outputs}. */
  private final Map<Integer, Integer> mtus = new ConcurrentHashMap<>();

  /**
   * Reads the maps without a change. Readers in other processes use only {@link #attached} and
   * {@link #interfaces}.
   */
  PortTable(PinnedState state) {
    names = state.map("names");
    inputs = state.map("inputs");
    outputs = state.map("outputs");
    counts = new Counts(state);
    attached().values().forEach(numbers::taken);
    outputs
        .entries()
        .forEach(e -> mtus.put(Layout.u32(e.key()), Layout.wrap(e.value()).getInt(MTU)));
  }

  /** Deletes names without a port that an earlier agent left. */
  void forgetDetached() {
    Set<String> attached = attached().keySet();
    for (BpfMap.Entry entry : names.entries()) {
      if (!attached.contains(name(entry.key()))) {
        names.delete(entry.key());
      }
    }
  }

  /** Returns the number of an attached name. */
  Optional<Integer> find(String name) {
    return names.lookup(key(name)).map(Layout::u32);
  }

  /**
   * Returns the number of a name, and assigns one if it has none.
   *
   * @throws DatapathException if all numbers are assigned
   */
  int number(String name) {
    return find(name)
        .orElseGet(
            () -> {
              int number = numbers.take();
              try {
                // Frames that were in flight at the release of the number may have been counted.
                counts.forget(number);
                names.update(key(name), Layout.u32(number));
              } catch (RuntimeException e) {
                numbers.release(number);
                throw e;
              }
              return number;
            });
  }

  /** Removes a name, and releases its number and its counters. */
  void release(String name) {
    find(name)
        .ifPresent(
            number -> {
              disconnect(number);
              names.delete(key(name));
              counts.forget(number);
              numbers.release(number);
            });
  }

  /** Returns the numbers of the attached ports by name. */
  Map<String, Integer> attached() {
    Map<Integer, Integer> behind = interfaces();
    Map<String, Integer> attached = new TreeMap<>();
    for (BpfMap.Entry entry : names.entries()) {
      int number = Layout.u32(entry.value());
      if (behind.containsKey(number)) {
        attached.put(name(entry.key()), number);
      }
    }
    return attached;
  }

  /** Returns interface indexes by port number. */
  Map<Integer, Integer> interfaces() {
    Map<Integer, Integer> behind = new HashMap<>();
    outputs.entries().forEach(e -> behind.put(Layout.u32(e.key()), Layout.u32(e.value())));
    return behind;
  }

  Optional<Integer> interfaceOf(int number) {
    return outputs.lookup(Layout.u32(number)).map(Layout::u32);
  }

  /** Returns the port number of an interface. */
  Optional<Integer> numberOf(int ifindex) {
    return inputs.lookup(Layout.u32(ifindex)).map(Layout::u32);
  }

  void connect(int number, Link link, boolean redirectToPeer) {
    outputs.update(
        Layout.u32(number),
        Layout.buffer(Layout.OUTPUT)
            .putInt(link.index())
            .putInt(redirectToPeer ? PEER : 0)
            .putInt(link.mtu())
            .array());
    inputs.update(Layout.u32(link.index()), Layout.u32(number));
    mtus.put(number, link.mtu());
  }

  /** Whether a port is connected to an interface that takes packets of any length. */
  boolean isAnyLength(int number) {
    Integer mtu = mtus.get(number);
    return mtu != null && mtu >= FrameLimits.ANY_MTU;
  }

  /** Returns the MTU of a port's interface; {@link FrameLimits#ANY_MTU} for an unknown port. */
  int mtu(int number) {
    return mtus.getOrDefault(number, FrameLimits.ANY_MTU);
  }

  /**
   * Removes the interface of a port. If the interface belongs to another port by now, for example
   * after a rename, it stays with that port.
   */
  void disconnect(int number) {
    interfaceOf(number)
        .filter(ifindex -> numberOf(ifindex).equals(Optional.of(number)))
        .ifPresent(ifindex -> inputs.delete(Layout.u32(ifindex)));
    outputs.delete(Layout.u32(number));
    mtus.remove(number);
  }

  private static byte[] key(String name) {
    return Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), Layout.NAME);
  }

  private static String name(byte[] key) {
    int length = 0;
    while (length < key.length && key[length] != 0) {
      length++;
    }
    return new String(key, 0, length, StandardCharsets.UTF_8);
  }
}
