package org.midolab.midonet.cluster.neutron;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.ChainBuilder;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Rule;

/** Tests the operations between old and new topology parts, without a store. */
class OperationTest {

  private static final UUID NETWORK = DerivedId.of("network");
  private static final Ip4 ADDRESS = Ip4.parse("192.0.2.11");
  private static final TopologyPart CHAIN =
      new TopologyPart.StoredObject(
          ChainBuilder.builder().id(DerivedId.of("chain")).name("c").build());
  private static final TopologyPart RULE =
      new TopologyPart.ChainRule(
          Rules.of(Rule.Type.DROP, DerivedId.of("rule"), DerivedId.of("chain"), Condition.ANY),
          TopologyPart.LAST);

  private static TopologyPart arp(String mac) {
    return new TopologyPart.ArpEntry(NETWORK, ADDRESS, Mac.parse(mac));
  }

  @Test
  void newPartsArePutAfterThePartsTheyUse() {
    assertThat(Operation.between(List.of(), List.of(RULE, CHAIN)))
        .containsExactly(new Operation.Put(CHAIN), new Operation.Put(RULE));
  }

  @Test
  void oldPartsAreRemovedBeforeThePartsTheyUse() {
    assertThat(Operation.between(List.of(CHAIN, RULE), List.of()))
        .containsExactly(new Operation.Remove(RULE), new Operation.Remove(CHAIN));
  }

  @Test
  void unchangedPartsArePutAgainAfterRemovals() {
    assertThat(Operation.between(List.of(CHAIN, RULE), List.of(CHAIN)))
        .containsExactly(new Operation.Remove(RULE), new Operation.Put(CHAIN));
  }

  @Test
  void aPartWithOtherContentsIsReplacedNotRemoved() {
    assertThat(
            Operation.between(List.of(arp("02:00:00:00:00:01")), List.of(arp("02:00:00:00:00:02"))))
        .containsExactly(new Operation.Put(arp("02:00:00:00:00:02")));
  }

  @Test
  void commonPartsArePutOnce() {
    assertThat(Operation.between(List.of(), List.of(CHAIN, RULE, CHAIN))).hasSize(2);
  }

  @Test
  void derivedIdsDependOnRoleAndValues() {
    UUID port = UUID.randomUUID();
    assertThat(DerivedId.of("a", port)).isEqualTo(DerivedId.of("a", port));
    assertThat(DerivedId.of("a", port)).isNotEqualTo(DerivedId.of("b", port));
    assertThat(DerivedId.of("a", port, NETWORK)).isNotEqualTo(DerivedId.of("a", NETWORK, port));
    assertThat(DerivedId.routerPort(DerivedId.routerPort(port))).isEqualTo(port);
    assertThat(DerivedId.routerPort(port)).isNotEqualTo(port);
  }
}
