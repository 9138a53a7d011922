package org.midolab.midonet.nsdb;

import java.util.UUID;
import org.midolab.midonet.model.TopologyObject;

/** An object cannot be created under an id that is taken. */
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
