package org.midolab.midonet.nsdb.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.nsdb.NatBlocks;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.midolab.midonet.nsdb.zookeeper.Reconciler;
import org.midolab.midonet.nsdb.zookeeper.Zk;

/**
 * See {@link NatBlocks}. A lease is the ephemeral node {@code taken} below the node of its block.
 * Its data is the id of the host, so that the lease of a former session of the host is recognized,
 * which may be that of an agent that was killed. The nodes above are containers: ZooKeeper deletes
 * them some time after the last lease is gone.
 */
public final class ZkNatBlocks implements NatBlocks {

  /** Attempts to create or take over a node that others change at the same time. */
  private static final int TRIES = 5;

  private final Zk zk;
  private final Paths paths;
  private final Random random = new Random();
  private final byte[] owner;

  /**
   * @param host the host that leases
   */
  public ZkNatBlocks(Zk zk, Paths paths, UUID host) {
    this.zk = zk;
    this.paths = paths;
    this.owner = host.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public OptionalInt lease(UUID device, Ip4 address, int first, int last) {
    Set<Integer> known =
        zk.children(paths.natBlocks(device, address)).stream()
            .map(Integer::valueOf)
            .collect(Collectors.toSet());
    List<Integer> unused =
        IntStream.rangeClosed(first, last)
            .filter(block -> !known.contains(block))
            .boxed()
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(unused, random);
    OptionalInt block = takeOneOf(device, address, unused);
    if (block.isPresent()) {
      return block;
    }
    known.removeIf(each -> each < first || each > last);
    return takeOneOf(device, address, givenBack(device, address, known));
  }

  /** Returns the free blocks, in the order in which they were given back. */
  private List<Integer> givenBack(UUID device, Ip4 address, Set<Integer> blocks) {
    List<Integer> numbers = List.copyOf(blocks);
    List<Zk.Node> nodes =
        zk.readAll(numbers.stream().map(block -> paths.natBlock(device, address, block)).toList());
    return IntStream.range(0, numbers.size())
        .filter(i -> nodes.get(i) == null || nodes.get(i).stat().getNumChildren() == 0)
        .boxed()
        .sorted(
            Comparator.comparingLong(
                i -> nodes.get(i) == null ? 0 : nodes.get(i).stat().getPzxid()))
        .map(numbers::get)
        .toList();
  }

  private OptionalInt takeOneOf(UUID device, Ip4 address, List<Integer> blocks) {
    for (int block : blocks) {
      if (keep(device, address, block)) {
        return OptionalInt.of(block);
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public boolean keep(UUID device, Ip4 address, int block) {
    String path = paths.natLease(device, address, block);
    return zk.call(
        () -> {
          for (int i = 1; ; i++) {
            try {
              return create(path) || takeOver(path);
            } catch (KeeperException e) {
              if (!Reconciler.isRace(e) || i == TRIES) {
                throw e;
              }
            }
          }
        });
  }

  /** Returns false if the node exists. */
  private boolean create(String path) throws Exception {
    try {
      zk.client()
          .create()
          .creatingParentContainersIfNeeded()
          .withMode(CreateMode.EPHEMERAL)
          .forPath(path, owner);
      return true;
    } catch (KeeperException.NodeExistsException e) {
      return false;
    }
  }

  /** Returns false if the node belongs to another host. */
  private boolean takeOver(String path) throws Exception {
    Stat stat = new Stat();
    byte[] data = zk.client().getData().storingStatIn(stat).forPath(path);
    if (stat.getEphemeralOwner() == Reconciler.sessionOf(zk.client())) {
      return true;
    }
    if (!Arrays.equals(data, owner)) {
      return false;
    }
    Published.replace(zk.client(), path, owner, stat.getVersion());
    return true;
  }

  @Override
  public Optional<UUID> holder(UUID device, Ip4 address, int block) {
    Zk.Node node = zk.readAll(List.of(paths.natLease(device, address, block))).getFirst();
    return node == null
        ? Optional.empty()
        : Optional.of(UUID.fromString(new String(node.data(), StandardCharsets.US_ASCII)));
  }

  @Override
  public int leased(UUID device, Ip4 address) {
    return zk.children(paths.natBlocks(device, address)).size();
  }

  @Override
  public void giveBack(UUID device, Ip4 address, int block) {
    String path = paths.natLease(device, address, block);
    ZooKeeper session = zk.handle();
    zk.call(
        () -> {
          try {
            Stat stat = session.exists(path, false);
            if (stat != null && stat.getEphemeralOwner() == session.getSessionId()) {
              // in the same session: after its end the node may be another host's
              session.delete(path, stat.getVersion());
            }
          } catch (KeeperException.NoNodeException e) {
            // as wanted
          }
          return null;
        });
  }
}
