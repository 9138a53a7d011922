package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.NatKey;
import org.midolab.midonet.agent.simulation.PortChoice;
import org.midolab.midonet.agent.simulation.PortRange;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Rule.NatTarget;
import org.midolab.midonet.nsdb.NatBlocks;
import org.midolab.midonet.nsdb.StorageUnavailableException;

class PortBlocksTest {

  private static final UUID DEVICE = new UUID(1, 1);
  private static final UUID OTHER_HOST = new UUID(4, 2);
  private static final Ip4 ADDRESS = Ip4.parse("198.51.100.2");
  private static final Duration SESSION = Duration.ofSeconds(30);

  private final Store store = new Store();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<PortRange> answered = new ArrayList<>();
  private final List<PortBlocks.Block> lost = new ArrayList<>();
  private long now;
  private boolean brokenLost;
  private final PortBlocks blocks = host();

  private PortBlocks host() {
    return new PortBlocks(
        store, SESSION, tasks::add, () -> now, new Random(1), answered::add, this::lost);
  }

  private void lost(PortBlocks.Block block) {
    if (brokenLost) {
      throw new IllegalStateException("broken");
    }
    lost.add(block);
  }

  /** The leases of all hosts. Leases the lowest free block first. */
  private static final class Store implements NatBlocks {
    private final Map<Ip4, Set<Integer>> leased = new HashMap<>();
    private final Set<Integer> free = new HashSet<>();
    private final Set<Integer> elsewhere = new HashSet<>();
    private boolean unreachable;
    private boolean broken;
    private int counts;
    private Runnable whileKeeping = () -> {};

    private Set<Integer> of(Ip4 address) {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      if (unreachable) {
        throw new StorageUnavailableException("away", null);
      }
      return leased.computeIfAbsent(address, a -> new HashSet<>());
    }

    @Override
    public OptionalInt lease(UUID device, Ip4 address, int first, int last) {
      for (int block = first; block <= last; block++) {
        if (of(address).add(block)) {
          return OptionalInt.of(block);
        }
      }
      return OptionalInt.empty();
    }

    @Override
    public boolean keep(UUID device, Ip4 address, int block) {
      whileKeeping.run();
      if (free.remove(block)) {
        of(address).add(block);
      }
      return of(address).contains(block) && !elsewhere.contains(block);
    }

    @Override
    public Optional<UUID> holder(UUID device, Ip4 address, int block) {
      return of(address).contains(block) ? Optional.of(OTHER_HOST) : Optional.empty();
    }

    @Override
    public int leased(UUID device, Ip4 address) {
      counts++;
      return of(address).size();
    }

    @Override
    public void giveBack(UUID device, Ip4 address, int block) {
      of(address).remove(block);
    }
  }

  private static NatKey key(int source) {
    return new NatKey(
        NatKey.Kind.SNAT, 6, new Ip4(source), 1000, Ip4.parse("203.0.113.5"), 80, DEVICE);
  }

  private PortChoice choose(int from, int to) {
    return choose(key(1), List.of(new NatTarget(ADDRESS, ADDRESS, from, to)));
  }

  /** Chooses as for a packet that has room to wait. */
  private PortChoice choose(NatKey key, List<NatTarget> targets) {
    PortChoice choice = blocks.choose(key, targets);
    if (choice instanceof PortChoice.Asked(PortRange range)) {
      assertThat(blocks.request(range)).isTrue();
    }
    return choice;
  }

  private void answer() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  /** Takes a port that is available without a request. */
  private Endpoint take(int from, int to) {
    Endpoint to1 = ((PortChoice.Free) choose(from, to)).to();
    assertThat(blocks.take(DEVICE, to1)).isTrue();
    return to1;
  }

  private void after(Duration pause) {
    now += pause.toNanos();
    blocks.tick();
    answer();
  }

  @Test
  void aBlockIsRequestedOnceAndOnlyPortsOfTheRangeAreChosen() {
    PortRange range = new PortRange(DEVICE, ADDRESS, 5060, 5130);
    assertThat(choose(5060, 5130)).isEqualTo(new PortChoice.Asked(range));
    assertThat(choose(5060, 5130)).isEqualTo(new PortChoice.Asked(range));
    assertThat(tasks).hasSize(1);
    answer();
    assertThat(blocks.request(range)).as("there is nothing to wait for").isFalse();
    assertThat(answered).containsExactly(range);
    assertThat(store.leased.get(ADDRESS)).containsExactly(79);
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      ports.add(take(5060, 5130).port());
    }
    assertThat(ports).hasSize(60).allMatch(port -> port >= 5060 && port <= 5119);
    answer(); // requested when a quarter of a block was left
    assertThat(store.leased.get(ADDRESS)).containsExactlyInAnyOrder(79, 80);
    for (int i = 0; i < 11; i++) {
      ports.add(take(5060, 5130).port());
    }
    assertThat(ports).hasSize(71).contains(5130);
  }

  @Test
  void aPortIsTakenOnceUntilItIsReleased() {
    choose(64, 127);
    answer();
    Endpoint endpoint = ((PortChoice.Free) choose(64, 127)).to();
    assertThat(blocks.take(DEVICE, endpoint)).isTrue();
    assertThat(blocks.take(DEVICE, endpoint)).isFalse();
    blocks.release(DEVICE, endpoint);
    assertThat(blocks.take(DEVICE, endpoint)).isTrue();
    assertThat(blocks.take(DEVICE, new Endpoint(ADDRESS, 200))).as("not leased").isFalse();
  }

  @Test
  void aCertainPortOfAFreeBlockIsTakenWithItsBlock() {
    Endpoint endpoint = new Endpoint(ADDRESS, 200);
    store.free.add(3);
    assertThat(blocks.adopt(DEVICE, endpoint)).isEqualTo(new PortBlocks.Adoption.Taken());
    assertThat(store.leased.get(ADDRESS)).containsExactly(3);
    assertThat(blocks.take(DEVICE, endpoint)).isFalse();
    assertThat(blocks.take(DEVICE, new Endpoint(ADDRESS, 201))).isTrue();
    assertThat(blocks.adopt(DEVICE, endpoint)).isEqualTo(new PortBlocks.Adoption.Busy());
    after(Duration.ofMinutes(1));
    assertThat(blocks.isPressed(DEVICE, ADDRESS)).as("no range is known").isFalse();
  }

  @Test
  void aCertainPortOfAnotherHostsBlockIsNotTaken() {
    store.of(ADDRESS).add(3);
    store.elsewhere.add(3);
    Endpoint endpoint = new Endpoint(ADDRESS, 200);
    assertThat(blocks.adopt(DEVICE, endpoint)).isEqualTo(new PortBlocks.Adoption.Lent(OTHER_HOST));
    assertThat(blocks.take(DEVICE, endpoint)).isFalse();
    store.unreachable = true;
    assertThat(blocks.adopt(DEVICE, endpoint)).isEqualTo(new PortBlocks.Adoption.Lent(null));
    store.unreachable = false;
    blocks.connected(false);
    assertThat(blocks.adopt(DEVICE, endpoint)).isEqualTo(new PortBlocks.Adoption.Lent(null));
  }

  @Test
  void anExhaustedRangeIsAskedForAgainAfterAWhile() {
    choose(64, 191);
    answer();
    store.leased.get(ADDRESS).add(2); // another host's
    for (int i = 0; i < 63; i++) {
      take(64, 191);
      answer();
    }
    assertThat(blocks.isPressed(DEVICE, ADDRESS)).as("one is free").isFalse();
    take(64, 191);
    assertThat(choose(64, 191)).isInstanceOf(PortChoice.None.class);
    assertThat(blocks.isPressed(DEVICE, ADDRESS)).isTrue();
    now += PortBlocks.EXHAUSTED.toNanos();
    assertThat(choose(64, 191)).isInstanceOf(PortChoice.Asked.class);
    answer();
    assertThat(choose(64, 191)).isInstanceOf(PortChoice.None.class);
    blocks.release(DEVICE, new Endpoint(ADDRESS, 100));
    assertThat(choose(64, 191)).isEqualTo(new PortChoice.Free(new Endpoint(ADDRESS, 100)));
  }

  @Test
  void nothingIsAskedForWhenThisHostHasAllBlocksOfTheRange() {
    choose(100, 109);
    answer();
    for (int i = 0; i < 10; i++) {
      assertThat(blocks.isPressed(DEVICE, ADDRESS)).as("a port is free").isFalse();
      take(100, 109);
    }
    assertThat(choose(100, 109)).isInstanceOf(PortChoice.None.class);
    assertThat(tasks).isEmpty();
    assertThat(blocks.isPressed(DEVICE, ADDRESS)).isTrue();
  }

  @Test
  void aPacketThatDoesNotWaitAsksForNothing() {
    NatTarget target = new NatTarget(ADDRESS, ADDRESS, 64, 127);
    assertThat(blocks.choose(key(1), List.of(target))).isInstanceOf(PortChoice.Asked.class);
    assertThat(tasks).isEmpty();
  }

  @Test
  void anIdleBlockIsGivenBackAfterAWhile() {
    choose(0, 65535);
    answer();
    Endpoint endpoint = take(1, 65535);
    after(PortBlocks.IDLE.plusSeconds(1));
    assertThat(store.leased.get(ADDRESS)).as("in use").hasSize(1);
    blocks.release(DEVICE, endpoint);
    after(PortBlocks.IDLE);
    assertThat(store.leased.get(ADDRESS)).as("not yet").hasSize(1);
    after(Duration.ofSeconds(1));
    assertThat(store.leased.get(ADDRESS)).isEmpty();
    assertThat(blocks.size()).isZero();
    assertThat(choose(1, 65535)).isInstanceOf(PortChoice.Asked.class);
  }

  @Test
  void aRequestThatZooKeeperDoesNotAnswerIsTriedAgain() {
    store.unreachable = true;
    choose(64, 127);
    answer();
    assertThat(answered).as("packets wait").isEmpty();
    after(Duration.ofSeconds(1));
    store.unreachable = false;
    after(Duration.ofSeconds(1));
    assertThat(choose(64, 127)).isInstanceOf(PortChoice.Free.class);
    store.unreachable = true;
    after(PortBlocks.IDLE.plusSeconds(1));
    store.unreachable = false;
    after(Duration.ofSeconds(1));
    assertThat(store.leased.get(ADDRESS)).isEmpty();
  }

  @Test
  void addressesOfATargetAreUsedInOrderFromTheOneOfTheSource() {
    Ip4 last = Ip4.parse("198.51.100.3");
    List<NatTarget> targets = List.of(new NatTarget(ADDRESS, last, 64, 127));
    Set<Ip4> addresses = new HashSet<>();
    for (int source = 0; source < 20; source++) {
      addresses.add(((PortChoice.Asked) choose(key(source), targets)).range().address());
    }
    assertThat(addresses).containsExactlyInAnyOrder(ADDRESS, last);
    answer();
    Map<Ip4, Integer> taken = new HashMap<>();
    for (int i = 0; i < 128; i++) {
      Endpoint to = ((PortChoice.Free) blocks.choose(key(7), targets)).to();
      assertThat(blocks.take(DEVICE, to)).isTrue();
      taken.merge(to.address(), 1, Integer::sum);
      if (i < 64) {
        assertThat(taken).as("one address while it has ports").hasSize(1);
      }
      answer();
    }
    assertThat(taken).containsOnlyKeys(ADDRESS, last).containsValue(64);
    assertThat(blocks.choose(key(7), targets)).isInstanceOf(PortChoice.None.class);
  }

  @Test
  void anAbsentPortRangeMeansUnprivilegedPorts() {
    assertThat(
            blocks.choose(key(1), List.of(new NatTarget(ADDRESS, Ip4.parse("198.51.100.3"), 0, 0))))
        .isInstanceOfSatisfying(
            PortChoice.Asked.class,
            asked -> {
              assertThat(asked.range().from()).isEqualTo(1024);
              assertThat(asked.range().to()).isEqualTo(65535);
            });
  }

  @Test
  void leasesStayValidForAWhileWithoutZooKeeper() {
    choose(64, 127);
    answer();
    blocks.connected(false);
    now += Duration.ofSeconds(9).toNanos() - 1; // a third of the timeout less a margin
    assertThat(choose(64, 127)).isInstanceOf(PortChoice.Free.class);
    now++;
    assertThat(choose(64, 127)).as("others may have them").isInstanceOf(PortChoice.Asked.class);
    blocks.connected(true);
    answer();
    assertThat(choose(64, 127)).isInstanceOf(PortChoice.Free.class);
  }

  @Test
  void blocksThatOtherHostsHaveLeasedAreLost() {
    choose(64, 255);
    answer();
    store.leased.get(ADDRESS).clear();
    blocks.connected(true);
    answer();
    assertThat(lost).containsExactly(new PortBlocks.Block(DEVICE, ADDRESS, 1));
    assertThat(blocks.size()).isZero();
  }

  @Test
  void aLostBlockIsToldAgainWhenTheFirstTimeFailed() {
    choose(64, 127);
    answer();
    store.leased.get(ADDRESS).clear();
    blocks.connected(false);
    blocks.connected(true);
    brokenLost = true;
    answer();
    assertThat(blocks.size()).isZero();
    assertThat(lost).isEmpty();
    brokenLost = false;
    after(Duration.ofSeconds(1));
    assertThat(lost).containsExactly(new PortBlocks.Block(DEVICE, ADDRESS, 1));
    choose(64, 127);
    answer();
    assertThat(choose(64, 127)).as("connected").isInstanceOf(PortChoice.Free.class);
  }

  @Test
  void whatFailsForAnyOtherReasonIsTriedAgainToo() {
    store.broken = true;
    choose(64, 127);
    answer();
    store.broken = false;
    after(Duration.ofSeconds(1));
    assertThat(choose(64, 127)).isInstanceOf(PortChoice.Free.class);
  }

  @Test
  void portsStayTakenWhenTheirBlockIsLeasedOnceMore() {
    choose(64, 255);
    answer();
    Endpoint endpoint = take(64, 255);
    for (int i = 1; i < 48; i++) {
      take(64, 255);
    }
    choose(64, 255); // asks for another
    store.leased.get(ADDRESS).clear(); // the session has ended
    answer();
    assertThat(blocks.size()).isEqualTo(1);
    assertThat(blocks.take(DEVICE, endpoint)).isFalse();
  }

  @Test
  void nothingIsLeasedUntilTheBlocksOfALostConnectionAreMadeSureOf() {
    choose(64, 127);
    answer();
    blocks.connected(false);
    choose(128, 191);
    answer();
    assertThat(store.leased.get(ADDRESS)).containsExactly(1);
    blocks.connected(true);
    answer();
    after(Duration.ofSeconds(1));
    assertThat(store.leased.get(ADDRESS)).containsExactlyInAnyOrder(1, 2);
    assertThat(choose(128, 191)).isInstanceOf(PortChoice.Free.class);
  }

  @Test
  void aConnectionThatIsLostOnceMoreMeanwhileDoesNotCount() {
    choose(64, 127);
    answer();
    blocks.connected(false);
    blocks.connected(true);
    store.whileKeeping = () -> blocks.connected(false);
    answer();
    now += SESSION.toNanos();
    assertThat(choose(64, 127)).isInstanceOf(PortChoice.Asked.class);
  }

  @Test
  void aBlockThatIsLeasedOnceMoreIsNotGivenBack() {
    choose(64, 127);
    answer();
    now += PortBlocks.IDLE.plusSeconds(1).toNanos();
    store.unreachable = true;
    blocks.tick();
    answer(); // fails
    store.unreachable = false;
    store.leased.get(ADDRESS).clear(); // the session has ended
    choose(64, 127);
    answer();
    after(Duration.ofSeconds(1));
    assertThat(store.leased.get(ADDRESS)).containsExactly(1);
  }

  @Test
  void blocksAreCountedOnceAMinuteWhileThereIsAConnection() {
    choose(64, 127);
    answer();
    store.broken = true;
    after(Duration.ofMinutes(1));
    after(Duration.ofSeconds(1));
    assertThat(store.counts).as("not tried again").isEqualTo(1);
    store.broken = false;
    after(Duration.ofMinutes(1));
    assertThat(store.counts).isEqualTo(2);
    blocks.connected(false);
    after(Duration.ofMinutes(1));
    assertThat(store.counts).isEqualTo(2);
  }

  @Test
  void allHostsFeelThatMostPortsAreLeased() {
    choose(64, 64 * 9 - 1); // eight blocks
    answer();
    after(Duration.ofMinutes(1));
    assertThat(blocks.isPressed(DEVICE, ADDRESS)).isFalse();
    for (int other = 2; other <= 7; other++) {
      store.leased.get(ADDRESS).add(other);
    }
    after(Duration.ofMinutes(1));
    assertThat(blocks.isPressed(DEVICE, ADDRESS)).isTrue();
    store.leased.get(ADDRESS).remove(7);
    after(Duration.ofMinutes(1));
    assertThat(blocks.isPressed(DEVICE, ADDRESS)).isFalse();
  }
}
