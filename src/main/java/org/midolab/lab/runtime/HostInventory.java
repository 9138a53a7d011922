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
 * The objects of the machine that a lab could leave behind: containers, networks, network
 * namespaces, links and mounts. Of two inventories, before and after a lab, the difference is a
 * leak.
 *
 * <p>Other labs may start and stop in the meantime. An object that is known to belong to another
 * lab is no leak.
 *
 * @param objects names of the objects, by kind; an object keeps its name while it exists
 * @param labOf the lab of each object by the object's name, where it is known
 */
public record HostInventory(Map<String, Set<String>> objects, Map<String, String> labOf) {

  /** Takes an inventory now. Needs root, to see the namespaces of all users' processes. */
  public static HostInventory take(Engine engine) {
    LabResources resources = LabResources.of(engine);
    Map<String, Set<String>> objects = new LinkedHashMap<>();
    objects.put(
        "container",
        engine.client().listContainersCmd().withShowAll(true).exec().stream()
            .map(container -> String.join(",", container.getNames()))
            .collect(sorted()));
    objects.put(
        "network",
        engine.client().listNetworksCmd().exec().stream()
            .map(network -> network.getName())
            .collect(sorted()));
    objects.put("network namespace", namespaces(resources));
    objects.put("link", names(Path.of("/sys/class/net")));
    objects.get("link").forEach(resources::link);
    objects.put("mount", mounts());
    Map<String, String> labOf = new HashMap<>();
    objects
        .values()
        .forEach(
            kind ->
                kind.forEach(
                    object -> resources.lab(object).ifPresent(lab -> labOf.put(object, lab))));
    return new HostInventory(objects, Map.copyOf(labOf));
  }

  /**
   * Returns the objects that are here, are not in {@code before}, and do not belong to another lab.
   * There is one line for each object; an empty list means no leak.
   *
   * @param lab name of the lab whose leaks are wanted
   */
  public List<String> since(HostInventory before, String lab) {
    return objects.entrySet().stream()
        .flatMap(
            kind -> {
              Set<String> more = new TreeSet<>(kind.getValue());
              more.removeAll(before.objects.getOrDefault(kind.getKey(), Set.of()));
              more.removeIf(object -> !labOf.getOrDefault(object, lab).equals(lab));
              return more.stream().map(object -> kind.getKey() + " " + object);
            })
        .toList();
  }

  /** Returns the objects that have a lab's name: its containers and its network. */
  public List<String> of(String lab) {
    return Stream.of("container", "network")
        .flatMap(
            kind ->
                objects.getOrDefault(kind, Set.of()).stream()
                    .filter(name -> name.matches(".*midolab-" + lab + "(-.*)?"))
                    .map(name -> kind + " " + name))
        .toList();
  }

  private static java.util.stream.Collector<String, ?, Set<String>> sorted() {
    return Collectors.toCollection(TreeSet::new);
  }

  /** Returns the network namespaces of all processes, and the named ones. */
  private static Set<String> namespaces(LabResources resources) {
    Set<String> found = new TreeSet<>();
    for (String pid : names(Path.of("/proc"))) {
      if (pid.chars().allMatch(Character::isDigit)) {
        try {
          String namespace = Files.readSymbolicLink(Path.of("/proc", pid, "ns", "net")).toString();
          found.add(namespace);
          resources.process(pid, namespace);
        } catch (IOException e) {
          // The process has ended in the meantime.
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
