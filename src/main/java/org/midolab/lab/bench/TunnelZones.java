package org.midolab.lab.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.midolab.lab.runtime.Node;

/** The tunnel zone of a lab, which can be replaced by one of another type. */
final class TunnelZones {

  private final CommandLine cli;
  private final Map<String, String> members = new LinkedHashMap<>();

  /**
   * @param hosts the agent hosts in the tunnel zone
   */
  TunnelZones(CommandLine cli, List<Node> hosts) {
    this.cli = cli;
    hosts.forEach(
        host ->
            members.put(
                cli.id("list host", "host", host.name()), host.address("eth2").orElseThrow()));
  }

  /**
   * Replaces the tunnel zone by one of this type.
   *
   * @param type {@code vxlan} or {@code gre}
   */
  void setType(String type) {
    var commands = new ArrayList<String>();
    cli.run("list tunnel-zone").stream()
        .map(line -> line.split(" "))
        .filter(words -> words.length > 1 && words[0].equals("tzone"))
        .forEach(words -> commands.add("tunnel-zone " + words[1] + " delete"));
    commands.add("tunnel-zone create name tz type " + type);
    var zone = cli.run(commands.toArray(String[]::new)).getLast();
    cli.run(
        members.entrySet().stream()
            .map(
                member ->
                    "tunnel-zone %s add member host %s address %s"
                        .formatted(zone, member.getKey(), member.getValue()))
            .toArray(String[]::new));
  }
}
