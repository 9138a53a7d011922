package org.midolab.midonet.datapath;

/** A bound that keeps one port from taking what others need; met, it costs only that port. */
public enum Limit {
  /** A flow was given a narrower mask than it needs, since no more masks fit the table. */
  MASK_MERGED,
  /** The oldest flows of the port gave way to newer ones: it had its share of the table. */
  FLOW_SHARE,
  /** A flow could not be installed; its frames go by the agent one by one. */
  FLOW_REFUSED,
  /** The oldest connections that began at the port gave way to newer ones. */
  CONNECTION_SHARE
}
