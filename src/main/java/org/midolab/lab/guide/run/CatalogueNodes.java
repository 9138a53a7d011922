package org.midolab.lab.guide.run;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which nodes a scenario is about, by the catalogue: whose logs are worth reading when it fails.
 */
public final class CatalogueNodes {

  private final Walk walk;

  CatalogueNodes(Walk walk) {
    this.walk = walk;
  }

  public Set<String> of(String uri, int line) {
    var nodes = new LinkedHashSet<String>();
    walk.route()
        .at(uri, line)
        .ifPresent(s -> s.items().forEach(item -> nodes.addAll(item.nodes())));
    return nodes;
  }
}
