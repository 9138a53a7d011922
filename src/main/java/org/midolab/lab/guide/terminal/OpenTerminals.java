package org.midolab.lab.guide.terminal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.NeutronObjects;
import org.midolab.lab.spec.NodeKind;

/**
 * The open terminals of a run: one for each node, one midonet-cli and one neutron. Each is opened
 * on first use and stays open until the run ends. Beside them is a client of Neutron for the ids
 * that a person would copy from its output. Safe for use by several threads, one for each node.
 */
public final class OpenTerminals implements AutoCloseable {

  private final LabNodes nodes;
  private final Map<String, Shell> shells = new ConcurrentHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final NeutronObjects neutron;
  private @Nullable MidonetCli cli;
  private @Nullable NeutronPrompt prompt;

  public OpenTerminals(LabNodes nodes) {
    this.nodes = nodes;
    this.neutron = new NeutronObjects(nodes);
  }

  NeutronObjects neutron() {
    return neutron;
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

  synchronized NeutronPrompt neutronPrompt() {
    if (prompt == null) {
      prompt = new NeutronPrompt(nodes.node("controller"));
    }
    return prompt;
  }

  /** Starts a new session of midonet-cli. The aliases of the old one are not valid any more. */
  synchronized MidonetCli newCli() {
    if (cli != null) {
      cli.close();
      cli = null;
    }
    return cli();
  }

  /** Closes the terminals of a node that went down. */
  synchronized void hangUp(LabNode node) {
    var shell = shells.remove(node.name());
    if (shell != null) {
      shell.close();
    }
    if (node.kind().is(NodeKind.CONTROLLER)) {
      closePrompts();
    }
  }

  /** Returns the aliases in the open midonet-cli, by the names in the features' commands. */
  synchronized Map<String, String> names() {
    return names;
  }

  @Override
  public synchronized void close() {
    shells.values().forEach(Shell::close);
    shells.clear();
    closePrompts();
  }

  private void closePrompts() {
    if (cli != null) {
      cli.close();
      cli = null;
    }
    if (prompt != null) {
      prompt.close();
      prompt = null;
    }
  }
}
