package org.midolab.lab.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Two rules at the start of the tenant router's first chain that match no sent packet. To evaluate
 * them, the simulation has to read both ports of every UDP packet.
 */
final class PortRules implements AutoCloseable {

  private static final String CHAIN = "OS_PRE_ROUTING_";
  private static final List<String> PORTS = List.of("src-port 9", "dst-port 9");

  private final CommandLine cli;
  private final String chain;
  private List<String> rules = List.of();

  PortRules(CommandLine cli) {
    this.cli = cli;
    this.chain = cli.id("list chain", "chain", CHAIN);
  }

  /**
   * Creates the rules, or replaces them if they exist. This invalidates every flow that depends on
   * the chain.
   */
  void renew() {
    var commands = new ArrayList<>(deletions());
    PORTS.forEach(
        port -> commands.add("chain " + chain + " add rule pos 1 type drop proto 17 " + port));
    var printed = cli.run(commands.toArray(String[]::new));
    rules = printed.subList(printed.size() - PORTS.size(), printed.size());
  }

  private List<String> deletions() {
    return rules.stream().map(rule -> "chain " + chain + " rule " + rule + " delete").toList();
  }

  @Override
  public void close() {
    if (!rules.isEmpty()) {
      cli.run(deletions().toArray(String[]::new));
      rules = List.of();
    }
  }
}
