package org.midolab.midonet.nsdb;

import java.util.UUID;
import org.midolab.midonet.model.TopologyObject;

/** Thrown when an object that is read, changed or referred to does not exist. */
public final class NotFoundException extends NsdbException {

  private final transient Class<? extends TopologyObject> type;
  private final UUID id;

  public NotFoundException(Class<? extends TopologyObject> type, UUID id) {
    this(type, id, "there is no " + type.getSimpleName() + " " + id);
  }

  public NotFoundException(Class<? extends TopologyObject> type, UUID id, String message) {
    super(message, null);
    this.type = type;
    this.id = id;
  }

  /** Returns the class of the absent object. */
  public Class<? extends TopologyObject> type() {
    return type;
  }

  public UUID id() {
    return id;
  }
}
