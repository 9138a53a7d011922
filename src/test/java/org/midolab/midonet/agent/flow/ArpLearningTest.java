package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Ip4;

class ArpLearningTest {

  private final UUID router = UUID.randomUUID();
  private final UUID flooded = UUID.randomUUID();
  private final UUID quiet = UUID.randomUUID();
  private final Set<Neighbours.Key> used = new HashSet<>();
  private final ArpLearning learning = new ArpLearning(used::contains);

  private Neighbours.Key neighbour(int number) {
    return new Neighbours.Key(router, new Ip4(number));
  }

  @Test
  void beyondItsBoundAPortLosesItsOldestNeighboursThatNoFlowUses() {
    learning.learned(neighbour(-1), quiet);
    learning.learned(neighbour(-2), flooded);
    used.add(neighbour(-2));
    List<Neighbours.Key> forgotten = new ArrayList<>();
    int many = 3 * ArpLearning.PER_PORT;
    for (int i = 0; i < many; i++) {
      forgotten.addAll(learning.learned(neighbour(i), flooded));
    }
    assertThat(forgotten)
        .hasSize(many + 1 - ArpLearning.PER_PORT)
        .startsWith(neighbour(0), neighbour(1))
        .doesNotContain(neighbour(-1), neighbour(-2));
    assertThat(learning.evicted()).isEqualTo(forgotten.size());
  }

  @Test
  void aNeighbourThatIsLearnedAgainOrForgottenTwiceCountsOnce() {
    for (int i = 0; i < 3 * ArpLearning.PER_PORT; i++) {
      assertThat(learning.learned(neighbour(1), flooded)).isEmpty();
    }
    learning.forgotten(neighbour(1));
    learning.forgotten(neighbour(1));
    for (int i = 0; i < ArpLearning.PER_PORT; i++) {
      assertThat(learning.learned(neighbour(i), flooded)).isEmpty();
    }
    assertThat(learning.learned(neighbour(0), flooded)).isEmpty();
    assertThat(learning.learned(neighbour(-1), flooded)).containsExactly(neighbour(1));
  }

  @Test
  void ifAllNeighboursAreUsedTheOldestIsForgotten() {
    for (int i = 0; i < ArpLearning.PER_PORT; i++) {
      learning.learned(neighbour(i), flooded);
      used.add(neighbour(i));
    }
    assertThat(learning.learned(neighbour(-1), flooded)).containsExactly(neighbour(0));
  }
}
