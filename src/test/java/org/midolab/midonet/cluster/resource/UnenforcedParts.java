package org.midolab.midonet.cluster.resource;

import java.util.List;
import org.midolab.midonet.model.TopologyObject;

/** Lets the agent's tests see what the API calls stored and not enforced. */
public final class UnenforcedParts {

  private UnenforcedParts() {}

  public static List<String> of(TopologyObject object) {
    return Unenforced.parts(object);
  }
}
