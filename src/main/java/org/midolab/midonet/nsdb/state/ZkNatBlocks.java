package org.midolab.midonet.nsdb.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.nsdb.NatBlocks;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.midolab.midonet.nsdb.zookeeper.Reconciler;
import org.midolab.midonet.nsdb.zookeeper.Zk;

/**
 * See {@link NatBlocks}. A lease is the ephemeral node {@code taken} below the node of its block.
 * The nodes above it are containers, which ZooKeeper deletes some time after their last child is
 * gone.
 */
public final class ZkNatBlocks implements NatBlocks {

  private final Zk zk;
  private final Paths paths;
  private final Random random = new Random();

  public ZkNatBlocks(Zk zk, Paths paths) {
    this.zk = zk;
    this.paths = paths;
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
          try {
            zk.client()
                .create()
                .creatingParentContainersIfNeeded()
                .withMode(CreateMode.EPHEMERAL)
                .forPath(path, new byte[0]);
            return true;
          } catch (KeeperException.NodeExistsException e) {
            Stat stat = zk.client().checkExists().forPath(path);
            return stat != null && stat.getEphemeralOwner() == Reconciler.sessionOf(zk.client());
          }
        });
  }

  @Override
  public int leased(UUID device, Ip4 address) {
    return zk.children(paths.natBlocks(device, address)).size();
  }

  @Override
  public void giveBack(UUID device, Ip4 address, int block) {
    zk.deleteTree(paths.natLease(device, address, block));
  }
}
