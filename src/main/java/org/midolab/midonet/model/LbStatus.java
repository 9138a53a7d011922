package org.midolab.midonet.model;

/** What load balancing says of a pool, a member or a health monitor. */
public enum LbStatus {
  ACTIVE,
  INACTIVE,
  MONITORED
}
