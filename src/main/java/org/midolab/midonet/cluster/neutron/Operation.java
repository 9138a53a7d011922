package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Route;

/** One step that takes the virtual topology from what was wanted to what is wanted. */
sealed interface Operation {

  Want want();

  /** The piece is not wanted any more; nothing happens when it is gone already. */
  record Remove(Want want) implements Operation {}

  /** The piece is wanted, as it is here; nothing happens when it is there already. */
  record Put(Want want) implements Operation {}

  /**
   * Everything that is no longer wanted goes first, users before what they use; then comes all that
   * is wanted, in the other direction. What did not change is put again, so that a request which is
   * repeated mends what was broken meanwhile.
   */
  static List<Operation> between(List<Want> before, List<Want> after) {
    Set<Object> kept = new HashSet<>();
    after.forEach(want -> kept.add(want.key()));
    List<Operation> operations = new ArrayList<>();
    distinct(before).stream()
        .filter(want -> !kept.contains(want.key()))
        .sorted(Comparator.comparingInt(Operation::layer).reversed())
        .map(Remove::new)
        .forEach(operations::add);
    distinct(after).stream()
        .sorted(Comparator.comparingInt(Operation::layer))
        .map(Put::new)
        .forEach(operations::add);
    return List.copyOf(operations);
  }

  /** Of pieces that several objects want, one each; Neutron lets them not differ. */
  private static Collection<Want> distinct(List<Want> wants) {
    Map<Object, Want> byKey = new LinkedHashMap<>();
    wants.forEach(want -> byKey.put(want.key(), want));
    return byKey.values();
  }

  /** A piece uses only pieces of lower layers. */
  private static int layer(Want want) {
    return switch (want) {
      case Want.Thing(Port port) -> port.peerId() == null ? 1 : 2;
      case Want.Thing(Route ignored) -> 3;
      case Want.Thing ignored -> 0;
      case Want.InChain ignored -> 4;
      case Want.Order ignored -> 5;
      case Want.MacEntry ignored -> 6;
      case Want.ArpEntry ignored -> 6;
      case Want.Bound ignored -> 6;
      case Want.Member ignored -> 6;
      case Want.GroupAddress ignored -> 6;
      case Want.DhcpHost ignored -> 6;
      case Want.Balanced ignored -> 6;
    };
  }
}
