package org.midolab.midonet.datapath;

/**
 * A bound on what one port may use. Reaching it affects only that port (docs:
 * security.md#datapath-and-agent).
 */
public enum Limit {
  /** A flow got a narrower mask than it needs, because there was no room for another mask. */
  MASK_MERGED,
  /**
   * The oldest flows of the port were removed for newer ones, because the port had used its share
   * of the table.
   */
  FLOW_SHARE,
  /** A flow could not be installed. Each of its frames goes to the agent. */
  FLOW_REFUSED,
  /** The oldest connections that began at the port were removed for newer ones. */
  CONNECTION_SHARE,
  /** A connection or request of the port to the metadata proxy was refused. */
  METADATA_SHARE
}
