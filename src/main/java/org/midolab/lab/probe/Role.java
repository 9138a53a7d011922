package org.midolab.lab.probe;

/** What a node is for, in the guide's words where it has one. */
public enum Role {
  NSDB,
  CONTROLLER,
  GATEWAY,
  COMPUTE,
  /** Speaks BGP with a gateway across an uplink. */
  UPLINK_PEER,
  /** A host behind the peers. */
  INTERNET,
  /** Hangs on a compute node's tap. */
  INSTANCE,
  OTHER;

  /** One of the guide's seven hosts. */
  public boolean isHost() {
    return this == NSDB || hasAgent();
  }

  /** Where packets enter or leave the virtual topology (guide, chapter 1). */
  public boolean hasAgent() {
    return this == CONTROLLER || this == GATEWAY || this == COMPUTE;
  }
}
