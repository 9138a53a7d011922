package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Prefix;

class TagIndexTest {

  private static final UUID ROUTER = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  private final TagIndex<String> index = new TagIndex<>();

  @Test
  void aChangeTouchesTheFlowsWithItsTagAndNoOthers() {
    index.add("a", List.of(new FlowTag.Device(ROUTER), new FlowTag.Flood(OTHER)));
    index.add("b", List.of(new FlowTag.Device(OTHER)));
    assertThat(index.touchedBy(new FlowTag.Device(ROUTER))).containsExactly("a");
    assertThat(index.touchedBy(new FlowTag.Flood(ROUTER))).isEmpty();
  }

  @Test
  void routesTouchNestedPrefixesInBothDirections() {
    index.add("wide", List.of(route(ROUTER, "192.0.0.0/8")));
    index.add("exact", List.of(route(ROUTER, "192.0.2.0/24")));
    index.add("host", List.of(route(ROUTER, "192.0.2.10/32")));
    index.add("beside", List.of(route(ROUTER, "192.0.3.0/24")));
    index.add("elsewhere", List.of(route(OTHER, "192.0.2.0/24")));
    assertThat(index.touchedBy(route(ROUTER, "192.0.2.0/24")))
        .containsExactlyInAnyOrder("wide", "exact", "host");
    assertThat(index.touchedBy(route(ROUTER, "0.0.0.0/0")))
        .containsExactlyInAnyOrder("wide", "exact", "host", "beside");
  }

  @Test
  void removedFlowsLeaveNoTags() {
    List<FlowTag> tags = List.of(route(ROUTER, "192.0.2.0/24"), new FlowTag.Device(ROUTER));
    index.add("a", tags);
    index.add("b", tags);
    index.remove("a", tags);
    assertThat(index.touchedBy(route(ROUTER, "0.0.0.0/0"))).containsExactly("b");
    index.remove("b", tags);
    index.remove("b", tags);
    assertThat(index.size()).isZero();
    assertThat(index.touchedBy(route(ROUTER, "0.0.0.0/0"))).isEmpty();
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void findsExactlyTheOverlappingPrefixes(@ForAll long seed) {
    Random random = new Random(seed);
    List<FlowTag.Route> tags = new ArrayList<>();
    TagIndex<Integer> flows = new TagIndex<>();
    for (int i = 0; i < 40; i++) {
      tags.add(new FlowTag.Route(ROUTER, prefix(random)));
      flows.add(i, List.of(tags.get(i)));
    }
    for (int i = 0; i < 40; i += 3) {
      flows.remove(i, List.of(tags.get(i)));
    }
    FlowTag.Route change = new FlowTag.Route(ROUTER, prefix(random));
    Set<Integer> expected = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      if (i % 3 != 0 && tags.get(i).overlaps(change)) {
        expected.add(i);
      }
    }
    assertThat(flows.touchedBy(change)).isEqualTo(expected);
  }

  private static Prefix prefix(Random random) {
    return new Prefix(new Ip4(0xC0000000 | random.nextInt(16) << 12), random.nextInt(33));
  }

  private static FlowTag.Route route(UUID router, String prefix) {
    return new FlowTag.Route(router, Prefix.parse(prefix));
  }
}
