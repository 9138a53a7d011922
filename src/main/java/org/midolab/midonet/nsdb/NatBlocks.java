package org.midolab.midonet.nsdb;

import java.util.OptionalInt;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;

/**
 * Which host may translate to which ports of an address: leases of blocks of {@link #SIZE} ports
 * (docs: nsdb.md#translations). A lease lasts until it is given back, or the normal session ends.
 */
public interface NatBlocks {

  /** Ports of a block; block 0 begins with port 0. */
  int SIZE = 64;

  /**
   * Leases a block that nobody has: at random one that was not used lately, else the one that was
   * given back first.
   *
   * @param device the router or network that translates
   * @param first number of the first block that will do, 0 to 1023
   * @param last number of the last one
   * @return the block's number; empty when all are leased
   * @throws StorageUnavailableException when ZooKeeper is away
   */
  OptionalInt lease(UUID device, Ip4 address, int first, int last);

  /**
   * Makes sure that a block is still leased to this process, after its session may have ended.
   *
   * @return false when another process has it now
   * @throws StorageUnavailableException when ZooKeeper is away
   */
  boolean keep(UUID device, Ip4 address, int block);

  /**
   * Returns how many blocks of an address are leased, or were until a moment ago.
   *
   * @throws StorageUnavailableException when ZooKeeper is away
   */
  int leased(UUID device, Ip4 address);

  /**
   * Gives a block back. Does nothing if the block is not leased to the current session.
   *
   * @throws StorageUnavailableException when ZooKeeper is away
   */
  void giveBack(UUID device, Ip4 address, int block);
}
