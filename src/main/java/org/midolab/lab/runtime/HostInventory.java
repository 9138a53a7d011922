package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of the machine a lab could leave behind: containers, networks, network namespaces, links and
 * mounts. Taken before and after, the difference is a leak.
 *
 * <p>Other labs may come and go meanwhile: what belongs to one of them is known, and is no leak.
 *
 * @param things by kind, each thing by a name that stays the same while it exists
 * @param labOf the lab of each thing by its name, where that is known
 */
public record HostInventory(Map<String, Set<String>> things, Map<String, String> labOf) {

  /** Takes stock now. Needs root to see the namespaces of others' processes. */
  public static HostInventory take(Engine engine) {
    LabResources resources = LabResources.of(engine);
    Map<String, Set<String>> things = new LinkedHashMap<>();
    things.put(
        "container",
        engine.client().listContainersCmd().withShowAll(true).exec().stream()
            .map(container -> String.join(",", container.getNames()))
            .collect(sorted()));
    things.put(
        "network",
        engine.client().listNetworksCmd().exec().stream()
            .map(network -> network.getName())
            .collect(sorted()));
    things.put("network namespace", namespaces(resources));
    things.put("link", names(Path.of("/sys/class/net")));
    things.get("link").forEach(resources::link);
    things.put("mount", mounts());
    Map<String, String> labOf = new HashMap<>();
    things
        .values()
        .forEach(
            kind ->
                kind.forEach(
                    thing -> resources.lab(thing).ifPresent(lab -> labOf.put(thing, lab))));
    return new HostInventory(things, Map.copyOf(labOf));
  }

  /**
   * What is here, was not in {@code before}, and is not another lab's: one line per thing; empty
   * means no leak.
   *
   * @param lab whose leaks are looked for
   */
  public List<String> since(HostInventory before, String lab) {
    return things.entrySet().stream()
        .flatMap(
            kind -> {
              Set<String> more = new TreeSet<>(kind.getValue());
              more.removeAll(before.things.getOrDefault(kind.getKey(), Set.of()));
              more.removeIf(thing -> !labOf.getOrDefault(thing, lab).equals(lab));
              return more.stream().map(thing -> kind.getKey() + " " + thing);
            })
        .toList();
  }

  /** What carries a lab's name: its containers and its network. */
  public List<String> of(String lab) {
    return Stream.of("container", "network")
        .flatMap(
            kind ->
                things.getOrDefault(kind, Set.of()).stream()
                    .filter(name -> name.matches(".*midolab-" + lab + "(-.*)?"))
                    .map(name -> kind + " " + name))
        .toList();
  }

  private static java.util.stream.Collector<String, ?, Set<String>> sorted() {
    return Collectors.toCollection(TreeSet::new);
  }

  /** The namespaces that a process lives in, and those that a file keeps. */
  private static Set<String> namespaces(LabResources resources) {
    Set<String> found = new TreeSet<>();
    for (String pid : names(Path.of("/proc"))) {
      if (pid.chars().allMatch(Character::isDigit)) {
        try {
          String namespace = Files.readSymbolicLink(Path.of("/proc", pid, "ns", "net")).toString();
          found.add(namespace);
          resources.process(pid, namespace);
        } catch (IOException e) {
          // The process ended while we looked.
        }
      }
    }
    names(Path.of("/run/netns")).forEach(name -> found.add("/run/netns/" + name));
    return found;
  }

  private static Set<String> mounts() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines.map(line -> line.split(" ")[4]).collect(sorted());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> names(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? Set.of() : new TreeSet<>(Arrays.asList(names));
  }
}
