package org.midolab.lab.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The state of a systemd unit, as {@code systemctl show} reports it.
 *
 * @param load load state: {@code loaded}, {@code not-found}, …
 * @param active active state: {@code active}, {@code failed}, …
 * @param enabled state of the unit file: {@code enabled}, {@code disabled}, {@code generated}, …
 * @param mainPid id of the main process; 0 if there is none
 * @param startedMonotonicMicros when its main process started, in microseconds since the machine's
 *     boot
 */
public record Unit(
    String name,
    String load,
    String active,
    String sub,
    String enabled,
    int mainPid,
    long startedMonotonicMicros) {

  private static final String PROPERTIES =
      "LoadState,ActiveState,SubState,UnitFileState,MainPID,ExecMainStartTimestampMonotonic";

  public static Probe<Unit> of(LabNode node, String name) {
    return Probe.of(
        "unit " + name + " on " + node.name(),
        () -> parse(name, node.run("systemctl", "show", "-p", PROPERTIES, name).out()));
  }

  /** Reads the current state of several units with one command. */
  public static List<Unit> of(LabNode node, List<String> names) {
    var command = new ArrayList<>(List.of("systemctl", "show", "-p", PROPERTIES));
    command.addAll(names);
    var shown = node.run(LabNode.SHORT, command).out().strip().split("\n\n");
    var units = new ArrayList<Unit>();
    for (int i = 0; i < names.size() && i < shown.length; i++) {
      units.add(parse(names.get(i), shown[i]));
    }
    return units;
  }

  public boolean isKnown() {
    return load.equals("loaded");
  }

  public boolean isActive() {
    return active.equals("active");
  }

  /** Reports whether the unit does not run and is not being started. */
  public boolean isDown() {
    return active.equals("inactive") || active.equals("failed");
  }

  /** Reports whether the unit is started at boot. */
  public boolean isEnabled() {
    return enabled.startsWith("enabled") || enabled.equals("generated");
  }

  static Unit parse(String name, String show) {
    Map<String, String> properties =
        show.lines()
            .filter(line -> line.contains("="))
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf('=')),
                    line -> line.substring(line.indexOf('=') + 1),
                    (first, second) -> second));
    return new Unit(
        name,
        properties.getOrDefault("LoadState", ""),
        properties.getOrDefault("ActiveState", ""),
        properties.getOrDefault("SubState", ""),
        properties.getOrDefault("UnitFileState", ""),
        Integer.parseInt(properties.getOrDefault("MainPID", "0")),
        Long.parseLong(properties.getOrDefault("ExecMainStartTimestampMonotonic", "0")));
  }

  @Override
  public String toString() {
    return name
        + " "
        + load
        + ", "
        + active
        + " ("
        + sub
        + "), "
        + (enabled.isEmpty() ? "not enabled" : enabled);
  }
}
