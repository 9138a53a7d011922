package org.midolab.midonet.nsdb.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.nsdb.NatBlocks;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;
import org.midolab.midonet.nsdb.zookeeper.Reconciler;

class NatBlocksTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final Ip4 ADDRESS = Ip4.parse("198.51.100.2");
  private static final UUID HOST = new UUID(1, 1);
  private static final UUID OTHER_HOST = new UUID(1, 2);

  private final UUID router = UUID.randomUUID();
  private Nsdb nsdb;
  private Nsdb other;
  private NatBlocks blocks;
  private NatBlocks others;

  @BeforeEach
  void connect() {
    NsdbSettings settings = ZOO.fresh();
    nsdb = ZkNsdb.connect(settings);
    other = ZkNsdb.connect(settings);
    blocks = nsdb.natBlocks(HOST);
    others = other.natBlocks(OTHER_HOST);
  }

  @AfterEach
  void close() {
    nsdb.close();
    other.close();
  }

  private String lease(int block) {
    return nsdb.settings().rootKey() + "/nat/" + router + "/" + ADDRESS + "/" + block + "/taken";
  }

  @Test
  void twoHostsNeverLeaseOneBlock() throws Exception {
    try (ExecutorService hosts = Executors.newFixedThreadPool(2)) {
      List<Future<List<Integer>>> leased = new ArrayList<>();
      for (NatBlocks host : List.of(blocks, others)) {
        Callable<List<Integer>> all =
            () -> {
              List<Integer> got = new ArrayList<>();
              for (OptionalInt block = host.lease(router, ADDRESS, 16, 35);
                  block.isPresent();
                  block = host.lease(router, ADDRESS, 16, 35)) {
                got.add(block.getAsInt());
              }
              return got;
            };
        leased.add(hosts.submit(all));
      }
      List<Integer> together = new ArrayList<>(leased.get(0).get());
      together.addAll(leased.get(1).get());
      assertThat(together).hasSize(20).doesNotHaveDuplicates();
      assertThat(together).allMatch(block -> block >= 16 && block <= 35);
    }
    assertThat(blocks.leased(router, ADDRESS)).isEqualTo(20);
    assertThat(blocks.lease(router, Ip4.parse("198.51.100.3"), 16, 16)).hasValue(16);
    assertThat(blocks.lease(UUID.randomUUID(), ADDRESS, 16, 16)).hasValue(16);
  }

  @Test
  void prefersUnusedBlocksAndThenTheOneThatWasGivenBackFirst() {
    Set<Integer> first = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      int block = blocks.lease(router, ADDRESS, 0, 4).orElseThrow();
      first.add(block);
      blocks.giveBack(router, ADDRESS, block);
    }
    assertThat(first).as("each of them").hasSize(5);
    for (int block : List.of(3, 1, 4)) {
      assertThat(blocks.keep(router, ADDRESS, block)).isTrue();
    }
    blocks.keep(router, ADDRESS, 0);
    blocks.keep(router, ADDRESS, 2);
    for (int block : List.of(3, 1, 4)) {
      blocks.giveBack(router, ADDRESS, block);
    }
    for (int block : List.of(3, 1, 4)) {
      assertThat(others.lease(router, ADDRESS, 0, 4)).hasValue(block);
    }
    assertThat(others.lease(router, ADDRESS, 0, 4)).isEmpty();
  }

  @Test
  void aLeaseEndsWithItsSession() throws Exception {
    int block = blocks.lease(router, ADDRESS, 5, 5).orElseThrow();
    Stat stat = other.client(Session.NORMAL).checkExists().forPath(lease(block));
    assertThat(stat.getEphemeralOwner())
        .isEqualTo(nsdb.client(Session.NORMAL).getZookeeperClient().getZooKeeper().getSessionId());
    assertThat(others.lease(router, ADDRESS, 5, 5)).isEmpty();
    nsdb.close();
    await().untilAsserted(() -> assertThat(others.lease(router, ADDRESS, 5, 5)).hasValue(5));
  }

  @Test
  void keepsABlockAfterALostSessionUnlessAnotherHostHoldsIt() throws Exception {
    blocks.lease(router, ADDRESS, 5, 5);
    blocks.lease(router, ADDRESS, 6, 6);
    assertThat(blocks.keep(router, ADDRESS, 5)).as("still has it").isTrue();
    Zoo.expire(nsdb, Session.NORMAL);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(others.lease(router, ADDRESS, 5, 5)).hasValue(5));
    assertThat(blocks.keep(router, ADDRESS, 5)).isFalse();
    assertThat(blocks.keep(router, ADDRESS, 6)).isTrue();
    assertThat(others.lease(router, ADDRESS, 6, 6)).isEmpty();
  }

  @Test
  void aLeaseOfAFormerSessionIsTakenOver() throws Exception {
    blocks.lease(router, ADDRESS, 5, 5);
    String path = lease(5);
    byte[] data = nsdb.client(Session.NORMAL).getData().forPath(path);
    nsdb.client(Session.NORMAL).delete().forPath(path);
    CuratorFramework former = other.client(Session.NORMAL);
    former.create().withMode(CreateMode.EPHEMERAL).forPath(path, data);
    assertThat(others.keep(router, ADDRESS, 5)).as("its own session").isTrue();
    assertThat(blocks.keep(router, ADDRESS, 5)).isTrue();
    assertThat(former.checkExists().forPath(path).getEphemeralOwner())
        .isEqualTo(Reconciler.sessionOf(nsdb.client(Session.NORMAL)));
    assertThat(others.keep(router, ADDRESS, 5)).as("another host").isFalse();
  }

  @Test
  void theNextAgentOfAHostTakesOverTheLeasesOfOneThatWasKilled() throws Exception {
    blocks.lease(router, ADDRESS, 5, 5);
    NatBlocks next = other.natBlocks(HOST);
    assertThat(next.lease(router, ADDRESS, 5, 5)).as("for new connections").isEmpty();
    assertThat(next.keep(router, ADDRESS, 5)).as("for restored connections").isTrue();
    nsdb.close();
    await()
        .during(Duration.ofMillis(300))
        .until(() -> next.holder(router, ADDRESS, 5).equals(Optional.of(HOST)));
  }

  @Test
  void namesTheHostThatHoldsABlock() {
    assertThat(blocks.holder(router, ADDRESS, 5)).isEmpty();
    others.lease(router, ADDRESS, 5, 5);
    assertThat(blocks.keep(router, ADDRESS, 5)).isFalse();
    assertThat(blocks.holder(router, ADDRESS, 5)).contains(OTHER_HOST);
  }

  @Test
  void onlyItsOwnLeaseIsGivenBack() throws Exception {
    others.lease(router, ADDRESS, 5, 5);
    blocks.giveBack(router, ADDRESS, 5);
    assertThat(other.client(Session.NORMAL).checkExists().forPath(lease(5))).isNotNull();
    others.giveBack(router, ADDRESS, 5);
    assertThat(other.client(Session.NORMAL).checkExists().forPath(lease(5))).isNull();
    others.giveBack(router, ADDRESS, 5); // no effect the second time
  }

  @Test
  void withoutZooKeeperThereIsNoLease() throws Exception {
    blocks.lease(router, ADDRESS, 5, 5);
    ZOO.server().stop();
    try {
      assertThatThrownBy(() -> blocks.lease(router, ADDRESS, 5, 9))
          .isInstanceOf(StorageUnavailableException.class);
    } finally {
      ZOO.server().restart();
    }
  }
}
