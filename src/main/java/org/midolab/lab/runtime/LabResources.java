package org.midolab.lab.runtime;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the lab that each resource of the machine belongs to, as far as it is known: from resources
 * that have a lab's label, and from resources that depend on one of these. So a leak of one lab is
 * not confused with resources of another.
 */
final class LabResources {

  private final Map<String, String> labOf = new HashMap<>();
  private final Map<String, String> labOfContainer = new HashMap<>();

  /** The engine's data directory. */
  private final Path docker;

  private LabResources(Path docker) {
    this.docker = docker;
  }

  static LabResources of(Engine engine) {
    var resources = new LabResources(Path.of(engine.client().infoCmd().exec().getDockerRootDir()));
    for (Container container : engine.client().listContainersCmd().withShowAll(true).exec()) {
      lab(container.getLabels()).ifPresent(lab -> resources.container(engine, container, lab));
    }
    for (var network : engine.client().listNetworksCmd().exec()) {
      lab(network.getLabels())
          .ifPresent(lab -> resources.network(network.getName(), network.getId(), lab));
    }
    return resources;
  }

  /**
   * Returns the lab of an object by the object's name in the {@link HostInventory}; empty if it is
   * not known.
   */
  Optional<String> lab(String thing) {
    return Optional.ofNullable(labOf.get(thing));
  }

  /** Assigns a namespace to a lab if the process is in one of the lab's containers. */
  void process(String pid, String namespace) {
    try {
      String groups = Files.readString(Path.of("/proc", pid, "cgroup"));
      labOfContainer.forEach(
          (id, lab) -> {
            if (groups.contains(id)) {
              labOf.put(namespace, lab);
            }
          });
    } catch (IOException e) {
      // The process ended while we looked.
    }
  }

  /** Assigns a link to a lab if it is a port of the bridge of the lab's management network. */
  void link(String name) {
    try {
      Path master = Files.readSymbolicLink(Path.of("/sys/class/net", name, "master"));
      lab(master.getFileName().toString()).ifPresent(lab -> labOf.put(name, lab));
    } catch (IOException e) {
      // It is not a port of a bridge.
    }
  }

  private static Optional<String> lab(Map<String, String> labels) {
    return Optional.ofNullable(labels).map(some -> some.get(Labels.LAB));
  }

  private void container(Engine engine, Container container, String lab) {
    labOf.put(String.join(",", container.getNames()), lab);
    labOfContainer.put(container.getId(), lab);
    mount(container.getId()).ifPresent(mount -> labOf.put(mount, lab));
    try {
      Optional.ofNullable(
              engine
                  .client()
                  .inspectContainerCmd(container.getId())
                  .exec()
                  .getNetworkSettings()
                  .getSandboxKey())
          .filter(key -> !key.isEmpty())
          .ifPresent(key -> labOf.put(key.replaceFirst("^/var/run/", "/run/"), lab));
    } catch (NotFoundException e) {
      // It was removed in the meantime.
    }
  }

  /**
   * Returns the mount point of a container's files with the overlay driver. The client library does
   * not report it.
   */
  private Optional<String> mount(String container) {
    try {
      String layer =
          Files.readString(
              docker
                  .resolve("image/overlay2/layerdb/mounts")
                  .resolve(container)
                  .resolve("mount-id"));
      return Optional.of(docker.resolve("overlay2").resolve(layer.strip()) + "/merged");
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Assigns a network and its bridge to a lab. Docker names the bridge after the first digits of
   * the network's id.
   */
  private void network(String name, String id, String lab) {
    labOf.put(name, lab);
    labOf.put("br-" + id.substring(0, 12), lab);
  }
}
