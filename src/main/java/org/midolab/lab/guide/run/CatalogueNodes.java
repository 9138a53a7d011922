package org.midolab.lab.guide.run;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds the nodes that a scenario is about, from the catalogue. If the scenario fails, their logs
 * are collected.
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
