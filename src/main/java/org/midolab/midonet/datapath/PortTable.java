package org.midolab.midonet.datapath;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.midolab.linux.BpfMap;

/** Numbers of ports by name, and interfaces behind them, as the kernel's maps have them. */
final class PortTable {

  private static final int PEER = 1;
  private static final int LAST_NUMBER = Datapath.TUNNEL_PORT - 1;

  private final BpfMap names;
  private final BpfMap inputs;
  private final BpfMap outputs;

  PortTable(PinnedState state) {
    names = state.map("names");
    inputs = state.map("inputs");
    outputs = state.map("outputs");
  }

  /** The number that a name has or had. */
  Optional<Integer> find(String name) {
    return names.lookup(key(name)).map(Layout::u32);
  }

  /** The number that a name has, had, or gets now: the lowest that no name has. */
  int number(String name) {
    return find(name)
        .orElseGet(
            () -> {
              var taken = known().values();
              int free = 1;
              while (taken.contains(free)) {
                free++;
              }
              if (free > LAST_NUMBER) {
                throw new DatapathException("all port numbers are taken");
              }
              names.update(key(name), Layout.u32(free));
              return free;
            });
  }

  /** All names that have a number, attached or not. */
  Map<String, Integer> known() {
    Map<String, Integer> known = new TreeMap<>();
    names.entries().forEach(e -> known.put(name(e.key()), Layout.u32(e.value())));
    return known;
  }

  /** Attached ports by name. */
  Map<String, Integer> attached() {
    Map<String, Integer> attached = known();
    Map<Integer, Integer> behind = interfaces();
    attached.values().removeIf(number -> !behind.containsKey(number));
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

  void connect(int number, int ifindex, boolean redirectToPeer) {
    outputs.update(
        Layout.u32(number),
        Layout.buffer(Layout.OUTPUT).putInt(ifindex).putInt(redirectToPeer ? PEER : 0).array());
    inputs.update(Layout.u32(ifindex), Layout.u32(number));
  }

  void disconnect(int number) {
    interfaceOf(number).ifPresent(ifindex -> inputs.delete(Layout.u32(ifindex)));
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
