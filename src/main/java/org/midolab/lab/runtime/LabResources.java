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
 * Which lab each resource of the machine belongs to, as far as that is known: resources that have a
 * label of a lab, and resources that depend on one of these. So a leak is not confused with what
 * another lab did in the meantime.
 */
final class LabResources {

  private final Map<String, String> labOf = new HashMap<>();
  private final Map<String, String> labOfContainer = new HashMap<>();

  /** Where the engine keeps its own files. */
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

  /** The lab of a thing by its name in the {@link HostInventory}; empty when nobody can tell. */
  Optional<String> lab(String thing) {
    return Optional.ofNullable(labOf.get(thing));
  }

  /** Takes a namespace for the lab in one of whose containers the process lives. */
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

  /** Takes a link for the lab whose management network's bridge it hangs on. */
  void link(String name) {
    try {
      Path master = Files.readSymbolicLink(Path.of("/sys/class/net", name, "master"));
      lab(master.getFileName().toString()).ifPresent(lab -> labOf.put(name, lab));
    } catch (IOException e) {
      // It hangs on nothing.
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
      // It went while we looked.
    }
  }

  /** Where a container's files are mounted, with the overlay driver; the client does not tell. */
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

  /** Docker names a network's bridge after the beginning of its id. */
  private void network(String name, String id, String lab) {
    labOf.put(name, lab);
    labOf.put("br-" + id.substring(0, 12), lab);
  }
}
