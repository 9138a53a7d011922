package org.midolab.midonet.nsdb;

import java.util.UUID;
import org.midolab.midonet.model.TopologyObject;

/** Thrown when an object is created with an id that another object of its class already has. */
public final class AlreadyExistsException extends NsdbException {

  public AlreadyExistsException(Class<? extends TopologyObject> type, UUID id) {
    super(
        "there is already a "
            + type.getSimpleName()
            + " "
            + id
            + "; update it, or choose another id",
        null);
  }
}
