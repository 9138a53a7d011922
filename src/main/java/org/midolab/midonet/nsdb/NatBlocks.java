package org.midolab.midonet.nsdb;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;

/**
 * Leases of port blocks for dynamic NAT (docs: nsdb.md#translations). A lease permits one host to
 * translate to the {@link #SIZE} ports of a block of an address. It ends when the host gives it
 * back, or with the session {@link Session#NORMAL} of its agent, unless the next agent of the same
 * host keeps it.
 */
public interface NatBlocks {

  /** Number of ports in a block. Block {@code n} begins with port {@code n * SIZE}. */
  int SIZE = 64;

  /**
   * Leases a free block. Chooses at random among the blocks that were not used recently. If there
   * is none, chooses the block that was given back first.
   *
   * @param device the router or network that translates
   * @param first number of the first acceptable block, 0 to 1023
   * @param last number of the last acceptable block, 0 to 1023
   * @return the number of the leased block; empty if all acceptable blocks are leased
   * @throws StorageUnavailableException if ZooKeeper is not reachable
   */
  OptionalInt lease(UUID device, Ip4 address, int first, int last);

  /**
   * Leases a block that is free, or that a former session of this host holds.
   *
   * @return false if another host holds the block
   * @throws StorageUnavailableException if ZooKeeper is not reachable
   */
  boolean keep(UUID device, Ip4 address, int block);

  /**
   * Returns the host that holds a block; empty if it is free.
   *
   * @throws StorageUnavailableException if ZooKeeper is not reachable
   */
  Optional<UUID> holder(UUID device, Ip4 address, int block);

  /**
   * Returns the number of blocks of an address that are leased or were leased recently.
   *
   * @throws StorageUnavailableException if ZooKeeper is not reachable
   */
  int leased(UUID device, Ip4 address);

  /**
   * Gives a block back. Does nothing if the block is not leased to the current session.
   *
   * @throws StorageUnavailableException if ZooKeeper is not reachable
   */
  void giveBack(UUID device, Ip4 address, int block);
}
