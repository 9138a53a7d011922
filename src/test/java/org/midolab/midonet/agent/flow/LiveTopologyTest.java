package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.flow.LiveTopology.Difference;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.RouterBuilder;
import org.midolab.midonet.model.Topology;

/** The differences between two topologies. */
class LiveTopologyTest {

  @Test
  void aRouterAndItsLoadBalancerMayHaveTheSameId() {
    UUID id = UUID.randomUUID();
    Router router = RouterBuilder.builder().id(id).name("r").adminStateUp(true).build();
    LoadBalancer balancer = new LoadBalancer(id, true);
    Topology before = Topology.of(router, balancer);
    Router down = router.withAdminStateUp(false);
    assertThat(LiveTopology.differences(before, Topology.of(down, balancer), Set.of(id)))
        .containsExactly(new Difference(router, down));
    assertThat(LiveTopology.differences(before, Topology.of(balancer), Set.of(id)))
        .containsExactly(new Difference(router, null));
    assertThat(LiveTopology.differences(Topology.EMPTY, before, Set.of(id)))
        .containsExactlyInAnyOrder(new Difference(null, router), new Difference(null, balancer));
    assertThat(LiveTopology.differences(before, before, Set.of(id))).isEmpty();
  }
}
