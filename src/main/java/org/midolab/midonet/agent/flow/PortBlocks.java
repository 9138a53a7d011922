package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.NatKey;
import org.midolab.midonet.agent.simulation.NatRange;
import org.midolab.midonet.agent.simulation.PortChoice;
import org.midolab.midonet.agent.simulation.PortRange;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Rule.NatTarget;
import org.midolab.midonet.nsdb.NatBlocks;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports that source NAT may use at this host: the blocks that this host has leased, and which
 * of their ports are taken. A port has one connection at a time, independent of protocol and
 * destination. Thread safe (docs: nsdb.md#translations).
 */
final class PortBlocks {

  private static final Logger LOG = LoggerFactory.getLogger(PortBlocks.class);

  /** Time after which a block without connections is given back. */
  static final Duration IDLE = Duration.ofMinutes(5);

  /** Time before a range without a free block is requested again. */
  static final Duration EXHAUSTED = Duration.ofSeconds(1);

  /** Interval at which the leases of all hosts are counted. */
  private static final Duration COUNT = Duration.ofMinutes(1);

  /** Another block is requested when at most this many ports are free: a quarter of a block. */
  private static final int SPARE = NatBlocks.SIZE / 4;

  /** Time before the end of its session at which a host stops using its blocks. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  /** Addresses of a target that are tried for one connection. */
  private static final int ADDRESSES = 64;

  private final NatBlocks store;
  private final Duration grace;
  private final Executor leases;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Consumer<PortRange> answered;
  private final Consumer<Block> lost;
  private final Map<Pool, Leases> pools = new HashMap<>();
  private final Set<PortRange> asked = new HashSet<>();
  private final Map<PortRange, Long> exhausted = new HashMap<>();

  /** Tasks that failed, or that wait for a connection. */
  private final Queue<Runnable> again = new ArrayDeque<>();

  /** Blocks that another host has leased. Used by the thread of {@link #leases} only. */
  private final Set<Block> gone = new HashSet<>();

  private boolean connected = true;

  /** How often the connection was lost. */
  private int losses;

  private long disconnectedAt;
  private long countedAt;

  private record Pool(UUID deviceId, Ip4 address) {}

  /** The blocks of a pool that this host has leased. */
  private static final class Leases {
    private final Map<Integer, Lease> blocks = new HashMap<>();

    /** Number of blocks of the widest range that was requested. */
    private int wanted;

    private boolean pressed;

    Collection<Lease> all() {
      return blocks.values();
    }
  }

  /** A block of ports of one address. Its first port is {@code number} × {@link NatBlocks#SIZE}. */
  record Block(UUID deviceId, Ip4 address, int number) {

    boolean contains(int port) {
      return port / NatBlocks.SIZE == number;
    }
  }

  private static final class Lease {
    private final int number;
    private long taken;
    private long idleSince;

    Lease(int number, long now) {
      this.number = number;
      this.idleSince = now;
    }

    /** Returns the free ports of a range in this block, one bit each. */
    long free(PortRange range) {
      int first = number * NatBlocks.SIZE;
      int from = Math.max(range.from(), first);
      int to = Math.min(range.to(), first + NatBlocks.SIZE - 1);
      return from > to ? 0 : -1L >>> NatBlocks.SIZE - 1 - (to - from) << from - first & ~taken;
    }

    /** Returns the nth free port of a range, from 0. */
    int port(PortRange range, int nth) {
      long free = free(range);
      for (int i = 0; i < nth; i++) {
        free &= free - 1;
      }
      return number * NatBlocks.SIZE + Long.numberOfTrailingZeros(free);
    }
  }

  /**
   * @param sessionTimeout timeout of the ZooKeeper session that the leases belong to
   * @param leases runs the tasks that wait for ZooKeeper, one after another
   * @param answered receives each range whose request succeeded or failed
   * @param lost receives the blocks that another host has leased
   */
  PortBlocks(
      NatBlocks store,
      Duration sessionTimeout,
      Executor leases,
      LongSupplier nanoTime,
      RandomGenerator random,
      Consumer<PortRange> answered,
      Consumer<Block> lost) {
    this.store = store;
    // The client notices a dead connection when two thirds of the timeout have passed.
    this.grace = sessionTimeout.dividedBy(3).minus(MARGIN);
    this.leases = leases;
    this.nanoTime = nanoTime;
    this.random = random;
    this.answered = answered;
    this.lost = lost;
    this.countedAt = nanoTime.getAsLong();
  }

  /**
   * Chooses a free port for a connection, and asks for more ports when few are left. When none is
   * left, the packet has to wait, and {@link #request} asks for more. Connections of one source get
   * the same address as long as it has ports (RFC 4787 §4.1).
   *
   * @param key the connection's key for source NAT
   */
  PortChoice choose(NatKey key, List<NatTarget> targets) {
    for (NatTarget target : targets) {
      NatRange ports = NatRange.of(target, key);
      long size = target.addresses();
      long first = Integer.toUnsignedLong(key.source().hashCode() * 0x9E3779B9) % size;
      for (int i = 0; i < Math.min(size, ADDRESSES); i++) {
        Ip4 address = new Ip4((int) (target.addressFrom().bits() + (first + i) % size));
        PortChoice choice =
            choose(new PortRange(key.deviceId(), address, ports.from(), ports.to()));
        if (!(choice instanceof PortChoice.None)) {
          return choice;
        }
      }
    }
    return new PortChoice.None();
  }

  private synchronized PortChoice choose(PortRange range) {
    List<Lease> free = isHeld() ? free(range) : List.of();
    if (!free.isEmpty()) {
      if (!isExhausted(range) && isShort(range)) {
        ask(range);
      }
      Lease lease = free.get(random.nextInt(free.size()));
      int port = lease.port(range, random.nextInt(Long.bitCount(lease.free(range))));
      return new PortChoice.Free(new Endpoint(range.address(), port));
    }
    if (mayGetMore(range)) {
      return new PortChoice.Asked(range);
    }
    Leases leases = pools.get(pool(range));
    if (leases != null) {
      leases.pressed = true;
    }
    return new PortChoice.None();
  }

  private List<Lease> free(PortRange range) {
    Leases leases = pools.get(pool(range));
    return leases == null
        ? List.of()
        : leases.all().stream().filter(lease -> lease.free(range) != 0).toList();
  }

  private static Pool pool(PortRange range) {
    return new Pool(range.deviceId(), range.address());
  }

  /**
   * Asks for ports that packets wait for.
   *
   * @return false if the packets need not wait: a port is free now, or the range is exhausted
   */
  synchronized boolean request(PortRange range) {
    boolean waits = !(isHeld() && !free(range).isEmpty()) && mayGetMore(range);
    if (waits) {
      ask(range);
    }
    return waits;
  }

  private boolean mayGetMore(PortRange range) {
    return !isExhausted(range) && !(isHeld() && holdsAll(range));
  }

  /** Whether few ports are free here, and other blocks of the range exist. */
  private synchronized boolean isShort(PortRange range) {
    int count = free(range).stream().mapToInt(lease -> Long.bitCount(lease.free(range))).sum();
    return count <= SPARE && !holdsAll(range);
  }

  private boolean holdsAll(PortRange range) {
    Leases leases = pools.get(pool(range));
    return leases != null
        && IntStream.rangeClosed(first(range), last(range)).allMatch(leases.blocks::containsKey);
  }

  private static int first(PortRange range) {
    return range.from() / NatBlocks.SIZE;
  }

  private static int last(PortRange range) {
    return range.to() / NatBlocks.SIZE;
  }

  /** Returns whether no other host can have leased this host's blocks. */
  private boolean isHeld() {
    return connected || nanoTime.getAsLong() - disconnectedAt < grace.toNanos();
  }

  private boolean isExhausted(PortRange range) {
    Long until = exhausted.get(range);
    if (until == null || nanoTime.getAsLong() - until < 0) {
      return until != null;
    }
    exhausted.remove(range);
    return false;
  }

  private void ask(PortRange range) {
    if (asked.add(range)) {
      run(() -> lease(range));
    }
  }

  private void lease(PortRange range) {
    if (waitsForConnection(() -> lease(range))) {
      return;
    }
    if (isShort(range)) { // else the blocks that were made sure of will do
      leaseOne(range);
    }
    synchronized (this) {
      asked.remove(range);
    }
    attempt(() -> answered.accept(range)); // without another attempt, which would lease more
  }

  private void leaseOne(PortRange range) {
    int first = first(range);
    int last = last(range);
    OptionalInt block = store.lease(range.deviceId(), range.address(), first, last);
    synchronized (this) {
      long now = nanoTime.getAsLong();
      Leases leases = pools.computeIfAbsent(pool(range), p -> new Leases());
      leases.wanted = Math.max(leases.wanted, last - first + 1);
      if (block.isPresent()) {
        leases.blocks.computeIfAbsent(block.getAsInt(), number -> new Lease(number, now));
      } else {
        exhausted.put(range, now + EXHAUSTED.toNanos());
        leases.pressed |= free(range).isEmpty();
      }
    }
  }

  /** Postpones a task while this host may have lost blocks without knowing it yet. */
  private synchronized boolean waitsForConnection(Runnable task) {
    if (!connected) {
      again.add(task);
    }
    return !connected;
  }

  /** Runs a task that needs ZooKeeper, and repeats it later if it fails. */
  private void run(Runnable task) {
    execute(
        () -> {
          if (!attempt(task)) {
            synchronized (this) {
              again.add(task);
            }
          }
        });
  }

  /** Runs a task on the thread that may wait for ZooKeeper. Its exceptions are logged. */
  void inTurn(Runnable task) {
    execute(() -> attempt(task));
  }

  private void execute(Runnable task) {
    try {
      leases.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("a task for leases of NAT ports is not run, because the agent stops");
    }
  }

  /** Runs a task; returns whether it succeeded. */
  private static boolean attempt(Runnable task) {
    try {
      task.run();
      return true;
    } catch (StorageUnavailableException e) {
      LOG.warn("blocks of NAT ports: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("blocks of NAT ports", e);
    }
    return false;
  }

  /**
   * Takes a port for a connection.
   *
   * @return false when another connection has the port, or its block is not leased any more
   */
  synchronized boolean take(UUID device, Endpoint endpoint) {
    Lease lease = find(device, endpoint);
    long bit = bit(endpoint);
    if (lease == null || (lease.taken & bit) != 0) {
      return false;
    }
    lease.taken |= bit;
    return true;
  }

  /** What became of the request for a certain port. */
  sealed interface Adoption {

    /** This host has the port's block, and the port was free. */
    record Taken() implements Adoption {}

    /** This host has the port's block, but another connection has the port. */
    record Busy() implements Adoption {}

    /**
     * Another host has the block.
     *
     * @param host null while ZooKeeper is not reachable
     */
    record Lent(UUID host) implements Adoption {}
  }

  /**
   * Takes a certain port for a restored connection. Leases its block if no other host has it. Waits
   * for ZooKeeper: to be called by a task of {@link #inTurn} only.
   */
  Adoption adopt(UUID device, Endpoint endpoint) {
    Block block = new Block(device, endpoint.address(), endpoint.port() / NatBlocks.SIZE);
    if (!held().contains(block)) {
      try {
        if (!isConnected() || !store.keep(device, block.address, block.number)) {
          return new Adoption.Lent(
              isConnected()
                  ? store.holder(device, block.address, block.number).orElse(null)
                  : null);
        }
      } catch (StorageUnavailableException e) {
        LOG.debug("the block of NAT port {} cannot be had now", endpoint, e);
        return new Adoption.Lent(null);
      }
      synchronized (this) {
        pools
            .computeIfAbsent(new Pool(device, block.address), p -> new Leases())
            .blocks
            .computeIfAbsent(block.number, number -> new Lease(number, nanoTime.getAsLong()));
      }
    }
    return take(device, endpoint) ? new Adoption.Taken() : new Adoption.Busy();
  }

  /** Frees the port of a connection that has ended. */
  synchronized void release(UUID device, Endpoint endpoint) {
    Lease lease = find(device, endpoint);
    if (lease != null) {
      lease.taken &= ~bit(endpoint);
      lease.idleSince = nanoTime.getAsLong();
    }
  }

  private Lease find(UUID device, Endpoint endpoint) {
    Leases leases = pools.get(new Pool(device, endpoint.address()));
    return leases == null ? null : leases.blocks.get(endpoint.port() / NatBlocks.SIZE);
  }

  private static long bit(Endpoint endpoint) {
    return 1L << endpoint.port() % NatBlocks.SIZE;
  }

  /** Gives back idle blocks and runs failed tasks again. To be called about once a second. */
  void tick() {
    List<Runnable> due = new ArrayList<>();
    List<Pool> counted = new ArrayList<>();
    synchronized (this) {
      due.addAll(again);
      again.clear();
      long now = nanoTime.getAsLong();
      pools.forEach((pool, leases) -> due.addAll(giveBack(pool, leases, now)));
      exhausted.values().removeIf(until -> now - until >= 0);
      pools.values().removeIf(leases -> leases.blocks.isEmpty() && !leases.pressed);
      if (now - countedAt >= COUNT.toNanos()) {
        countedAt = now;
        counted.addAll(pools.keySet());
      }
    }
    due.forEach(this::run);
    counted.forEach(pool -> inTurn(() -> count(pool))); // again a minute later
  }

  private List<Runnable> giveBack(Pool pool, Leases leases, long now) {
    List<Runnable> due = new ArrayList<>();
    for (Lease lease : List.copyOf(leases.all())) {
      if (lease.taken == 0 && now - lease.idleSince > IDLE.toNanos()) {
        leases.blocks.remove(lease.number);
        due.add(() -> giveBack(new Block(pool.deviceId, pool.address, lease.number)));
      }
    }
    return due;
  }

  private void giveBack(Block block) {
    if (!held().contains(block)) { // else it was leased again before ZooKeeper answered
      store.giveBack(block.deviceId, block.address, block.number);
    }
  }

  private void count(Pool pool) {
    if (!isConnected()) {
      return;
    }
    int leased = store.leased(pool.deviceId, pool.address);
    synchronized (this) {
      Leases leases = pools.get(pool);
      if (leases != null) {
        // none is wanted where all blocks are of restored connections
        leases.pressed = leases.wanted > 0 && leased > leases.wanted - leases.wanted / 4;
      }
    }
  }

  /**
   * Whether the hosts together have leased most of an address's ports, or this host found none
   * free.
   */
  synchronized boolean isPressed(UUID device, Ip4 address) {
    Leases leases = pools.get(new Pool(device, address));
    return leases != null && leases.pressed;
  }

  private synchronized boolean isConnected() {
    return connected;
  }

  /** The session that the leases belong to is connected again, or is not any more. */
  void connected(boolean now) {
    if (now) {
      run(this::renewLeases);
      return;
    }
    synchronized (this) {
      if (connected) {
        disconnectedAt = nanoTime.getAsLong();
      }
      connected = false;
      losses++;
    }
  }

  /** Leases all blocks of this host again, because the session may have ended. */
  private void renewLeases() {
    int before = losses();
    for (Block block : held()) {
      if (!store.keep(block.deviceId, block.address, block.number)) {
        gone.add(block);
        forget(block);
      }
    }
    for (Block block : List.copyOf(gone)) {
      LOG.warn("another host has got the NAT ports of {}; their connections end", block);
      lost.accept(block);
      gone.remove(block);
    }
    synchronized (this) {
      connected = losses == before; // else this is called once more when the connection is back
    }
  }

  private synchronized int losses() {
    return losses;
  }

  private synchronized List<Block> held() {
    List<Block> held = new ArrayList<>();
    pools.forEach(
        (pool, leases) ->
            leases.blocks.keySet().stream()
                .map(number -> new Block(pool.deviceId, pool.address, number))
                .forEach(held::add));
    return held;
  }

  private synchronized void forget(Block block) {
    Leases leases = pools.get(new Pool(block.deviceId, block.address));
    if (leases != null) {
      leases.blocks.remove(block.number);
    }
  }

  /** Returns the number of leased blocks. */
  synchronized int size() {
    return pools.values().stream().mapToInt(leases -> leases.blocks.size()).sum();
  }
}
