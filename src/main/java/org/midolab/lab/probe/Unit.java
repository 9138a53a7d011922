package org.midolab.lab.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A systemd unit as {@code systemctl show} tells it.
 *
 * @param load {@code loaded}, {@code not-found}, …
 * @param active {@code active}, {@code failed}, …
 * @param enabled {@code enabled}, {@code disabled}, {@code generated}, …
 * @param mainPid 0 when it has no main process
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

  /** Several at once, as they are now. */
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

  /** True when it neither runs nor is about to. */
  public boolean isDown() {
    return active.equals("inactive") || active.equals("failed");
  }

  /** True when it will be started at boot. */
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
