package org.midolab.midonet.datapath.ebpf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.midolab.linux.BpfMap;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.common.Layout;
import org.midolab.midonet.datapath.common.PortNumbers;

/**
 * Numbers of ports by name, and interfaces behind them, as the kernel's maps have them. Not thread
 * safe.
 */
final class PortTable {

  private static final int PEER = 1;

  private final BpfMap names;
  private final BpfMap inputs;
  private final BpfMap outputs;
  private final Counts counts;
  private final PortNumbers numbers = new PortNumbers();

  /** Changes nothing: who only looks needs {@link #attached} alone. */
  PortTable(PinnedState state) {
    names = state.map("names");
    inputs = state.map("inputs");
    outputs = state.map("outputs");
    counts = new Counts(state);
    attached().values().forEach(numbers::taken);
  }

  /** Forgets what an earlier agent left of names without a port. */
  void forgetDetached() {
    Set<String> attached = attached().keySet();
    for (BpfMap.Entry entry : names.entries()) {
      if (!attached.contains(name(entry.key()))) {
        names.delete(entry.key());
      }
    }
  }

  /** The number that an attached name has. */
  Optional<Integer> find(String name) {
    return names.lookup(key(name)).map(Layout::u32);
  }

  /**
   * The number that a name has, or gets now.
   *
   * @throws DatapathException when all are taken
   */
  int number(String name) {
    return find(name)
        .orElseGet(
            () -> {
              int number = numbers.take();
              try {
                counts.forget(number); // of frames that were under way when it was released
                names.update(key(name), Layout.u32(number));
              } catch (RuntimeException e) {
                numbers.release(number);
                throw e;
              }
              return number;
            });
  }

  /** The name has no port any more; its number and its counters are free. */
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

  /** Attached ports by name. */
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

  /** Interface indices by port number. */
  Map<Integer, Integer> interfaces() {
    Map<Integer, Integer> behind = new HashMap<>();
    outputs.entries().forEach(e -> behind.put(Layout.u32(e.key()), Layout.u32(e.value())));
    return behind;
  }

  Optional<Integer> interfaceOf(int number) {
    return outputs.lookup(Layout.u32(number)).map(Layout::u32);
  }

  /** The number of the port behind an interface. */
  Optional<Integer> numberOf(int ifindex) {
    return inputs.lookup(Layout.u32(ifindex)).map(Layout::u32);
  }

  void connect(int number, int ifindex, boolean redirectToPeer) {
    outputs.update(
        Layout.u32(number),
        Layout.buffer(Layout.OUTPUT).putInt(ifindex).putInt(redirectToPeer ? PEER : 0).array());
    inputs.update(Layout.u32(ifindex), Layout.u32(number));
  }

  /** An interface that another port has got meanwhile, as after a renaming, stays with that. */
  void disconnect(int number) {
    interfaceOf(number)
        .filter(ifindex -> numberOf(ifindex).equals(Optional.of(number)))
        .ifPresent(ifindex -> inputs.delete(Layout.u32(ifindex)));
    outputs.delete(Layout.u32(number));
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
