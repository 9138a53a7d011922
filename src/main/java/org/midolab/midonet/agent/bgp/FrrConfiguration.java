package org.midolab.midonet.agent.bgp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.midolab.midonet.model.Prefix;

/**
 * bgpd's configuration as the lines that {@code show running-config} prints, and the commands that
 * change one configuration into another. Only differences are sent, because some commands reset the
 * session even if they change nothing.
 *
 * @param asNumber 0 when there is no {@code router bgp}
 * @param global lines outside any block
 * @param router lines of {@code router bgp}
 * @param family lines of its {@code address-family ipv4 unicast}
 */
record FrrConfiguration(long asNumber, Set<String> global, Set<String> router, Set<String> family) {

  /** Announces only own prefixes, because MidoNet is no transit network between its uplinks. */
  private static final String OWN_PATHS = "bgp as-path access-list midonet-own";

  private static final Pattern ROUTER = Pattern.compile("router bgp (\\d+).*");
  private static final Pattern NEIGHBOR = Pattern.compile("neighbor (\\S+) .*");
  private static final Pattern TIMERS = Pattern.compile("neighbor \\S+ timers \\d+ \\d+");
  private static final Pattern ACCESS_LIST = Pattern.compile("(.*) seq \\d+ (permit .*)");

  /** Returns a summary, because the lines contain passwords. */
  @Override
  public String toString() {
    return "bgpd's configuration: AS %d, %d lines"
        .formatted(asNumber, global.size() + router.size() + family.size());
  }

  static FrrConfiguration of(BgpSettings settings) {
    Set<String> router = new LinkedHashSet<>();
    Set<String> family = new LinkedHashSet<>();
    router.add("bgp router-id " + settings.routerId());
    router.add("no bgp ebgp-requires-policy");
    // The announced prefixes are those of floating IPs, for which the kernel has no routes.
    router.add("no bgp network import-check");
    router.add("bgp bestpath as-path multipath-relax");
    for (Prefix network : settings.networks()) {
      family.add("network " + network);
    }
    for (BgpSettings.Neighbor neighbor : settings.neighbors()) {
      String name = "neighbor " + neighbor.address();
      router.add(name + " remote-as " + neighbor.asNumber());
      if (neighbor.password() != null) {
        router.add(name + " password " + neighbor.password());
      }
      // bgpd lowers the keep-alive to a third of the hold time. A higher value would differ from
      // the running configuration for ever.
      int keepAlive = Math.min(neighbor.keepAlive(), neighbor.holdTime() / 3);
      router.add(name + " timers " + keepAlive + " " + neighbor.holdTime());
      router.add(name + " timers connect " + neighbor.connectRetry());
      family.add(name + " filter-list midonet-own out");
    }
    // bgpd does not print default values, and this default is set when bgpd is built.
    family.add("maximum-paths " + Math.max(1, settings.neighbors().size()));
    return new FrrConfiguration(
        settings.asNumber(), Set.of(OWN_PATHS + " permit ^$"), router, family);
  }

  /**
   * Parses the output of {@code show running-config}. Ignores lines and blocks of other daemons.
   */
  static FrrConfiguration parse(String text) {
    long asNumber = 0;
    boolean inFamily = false;
    Set<String> global = new LinkedHashSet<>();
    Set<String> router = new LinkedHashSet<>();
    Set<String> family = new LinkedHashSet<>();
    for (String line : text.lines().toList()) {
      String words = line.strip();
      Matcher opening = ROUTER.matcher(words);
      if (!line.startsWith(" ") && opening.matches()) {
        asNumber = Long.parseLong(opening.group(1));
      } else if (words.startsWith("address-family")) {
        inFamily = words.equals("address-family ipv4 unicast");
      } else if (words.equals("exit-address-family")) {
        inFamily = false;
      } else if (line.startsWith("  ") && inFamily) {
        family.add(words);
      } else if (line.startsWith(" ") && asNumber != 0 && !words.equals("!")) {
        router.add(words);
      } else if (words.startsWith(OWN_PATHS)) {
        Matcher numbered = ACCESS_LIST.matcher(words);
        global.add(numbered.matches() ? numbered.group(1) + " " + numbered.group(2) : words);
      }
    }
    return new FrrConfiguration(asNumber, global, router, family);
  }

  /** Returns the commands for a vty in configuration mode; empty when nothing has to change. */
  List<String> changesFrom(FrrConfiguration running) {
    if (running.asNumber != 0 && running.asNumber != asNumber) {
      return Stream.concat(
              Stream.of("no router bgp " + running.asNumber),
              changesFrom(new FrrConfiguration(0, running.global, Set.of(), Set.of())).stream())
          .toList();
    }
    Set<String> gone = without(neighbors(running.router), neighbors(router));
    List<String> inRouter = new ArrayList<>();
    gone.forEach(neighbor -> inRouter.add("no neighbor " + neighbor));
    inRouter.addAll(removals(running.router, router, gone));
    inRouter.addAll(without(router, running.router));
    List<String> inFamily = new ArrayList<>(removals(running.family, family, gone));
    inFamily.addAll(without(family, running.family));

    List<String> commands = new ArrayList<>(without(global, running.global));
    if (!inRouter.isEmpty() || !inFamily.isEmpty() || running.asNumber != asNumber) {
      commands.add("router bgp " + asNumber);
      commands.addAll(inRouter);
      commands.add("address-family ipv4 unicast");
      commands.addAll(inFamily);
      commands.add("exit-address-family");
      commands.add("exit");
    }
    resets(running).forEach(neighbor -> commands.add("do clear bgp " + neighbor));
    return commands;
  }

  /**
   * Returns the neighbors whose session has to be reset. FRR negotiates the hold time when a
   * session opens (RFC 4271 §4.2), so a new value does not change an established session.
   */
  private Set<String> resets(FrrConfiguration running) {
    Set<String> reset = new LinkedHashSet<>();
    for (String line : without(router, running.router)) {
      if (TIMERS.matcher(line).matches() && neighbors(running.router).contains(neighbor(line))) {
        reset.add(neighbor(line));
      }
    }
    return reset;
  }

  /**
   * Returns the commands that remove unwanted lines of the kinds that the agent writes. A line
   * whose value changed is overwritten, not removed.
   */
  private static List<String> removals(
      Set<String> running, Set<String> wanted, Set<String> goneNeighbors) {
    Set<String> settings = new LinkedHashSet<>();
    wanted.forEach(line -> settings.add(setting(line)));
    return running.stream()
        .filter(line -> line.startsWith("neighbor ") || line.startsWith("network "))
        .filter(line -> !settings.contains(setting(line)))
        .filter(line -> !goneNeighbors.contains(neighbor(line)))
        .map(line -> "no " + line)
        .toList();
  }

  /** Returns the part of a line that names the setting, without its value. */
  private static String setting(String line) {
    String[] words = line.split(" ");
    if (!words[0].equals("neighbor")) {
      return line;
    }
    boolean connect = words.length > 3 && words[3].equals("connect");
    return String.join(" ", words[1], words[2], connect ? words[3] : "");
  }

  private static Set<String> neighbors(Set<String> lines) {
    Set<String> neighbors = new LinkedHashSet<>();
    lines.forEach(line -> neighbors.add(neighbor(line)));
    neighbors.remove("");
    return neighbors;
  }

  private static String neighbor(String line) {
    Matcher matcher = NEIGHBOR.matcher(line);
    return matcher.matches() ? matcher.group(1) : "";
  }

  private static Set<String> without(Collection<String> lines, Collection<String> others) {
    Set<String> rest = new LinkedHashSet<>(lines);
    rest.removeAll(others);
    return rest;
  }
}
