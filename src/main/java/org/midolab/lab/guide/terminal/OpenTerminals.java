package org.midolab.lab.guide.terminal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;

/**
 * The terminals that a run has open: one per node and one midonet-cli, each opened when first used
 * and left open for the run. Safe for use by several threads, one per node.
 */
public final class OpenTerminals implements AutoCloseable {

  private final LabNodes nodes;
  private final Map<String, Shell> shells = new ConcurrentHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private MidonetCli cli;

  public OpenTerminals(LabNodes nodes) {
    this.nodes = nodes;
  }

  Shell shell(LabNode node) {
    return shells.computeIfAbsent(node.name(), name -> new Shell(node));
  }

  synchronized MidonetCli cli() {
    if (cli == null) {
      cli = new MidonetCli(nodes.node("controller"));
    }
    return cli;
  }

  /** Starts midonet-cli anew: what it called things before is forgotten. */
  synchronized MidonetCli newCli() {
    if (cli != null) {
      cli.close();
      cli = null;
    }
    return cli();
  }

  /** A node went down: its terminals hung up. */
  void hangUp(LabNode node) {
    var shell = shells.remove(node.name());
    if (shell != null) {
      shell.close();
    }
  }

  /** What a name in a feature's command stands for in the open midonet-cli. */
  synchronized Map<String, String> names() {
    return names;
  }

  @Override
  public synchronized void close() {
    shells.values().forEach(Shell::close);
    shells.clear();
    if (cli != null) {
      cli.close();
      cli = null;
    }
  }
}
