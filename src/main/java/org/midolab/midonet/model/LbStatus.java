package org.midolab.midonet.model;

/** Load balancing status of a pool, a member or a health monitor. */
public enum LbStatus {
  ACTIVE,
  INACTIVE,
  MONITORED
}
