package org.midolab.lab.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.midolab.linux.LinuxException;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;
import org.midolab.linux.VethEnd;

/**
 * The kernel features that labs need. Each feature is tried in a temporary namespace, because a
 * kernel's version does not tell which features were built into it.
 */
final class KernelNeeds {

  private static final int VXLAN_PORT = 6677;

  private KernelNeeds() {}

  /**
   * Tries every feature.
   *
   * @throws EnvironmentException for the first feature that is missing
   */
  static void require() {
    try (NetworkNamespace trial = NetworkNamespace.create();
        Netlink netlink = Netlink.open(trial)) {
      attempt(
          "veth",
          () -> netlink.links().createVeth(new VethEnd("a", trial), new VethEnd("b", trial)));
      attempt("bridge", () -> netlink.links().createBridge("segment"));
      attempt("vxlan", () -> netlink.links().createExternalVxlan("tunnel", VXLAN_PORT));
    } catch (LinuxException e) {
      throw new EnvironmentException(
          "labs need network namespaces, and the kernel does not create one: " + e.getMessage(),
          "run as root, outside of a container that lacks CAP_SYS_ADMIN and CAP_NET_ADMIN",
          e);
    }
    fileSystem("bpf", "CONFIG_BPF_SYSCALL");
    if (!Files.exists(Path.of(Capabilities.TUN))) {
      throw new EnvironmentException(
          "there is no " + Capabilities.TUN + ", which creates the guests' TAP devices",
          "modprobe tun   (or a kernel with CONFIG_TUN)");
    }
  }

  /** Tries to create an interface of a kind. */
  static void attempt(String kind, Runnable trial) {
    try {
      trial.run();
    } catch (LinuxException e) {
      throw new EnvironmentException(
          "this kernel cannot create " + kind + " interfaces: " + e.getMessage(),
          "modprobe " + kind + "   (or a kernel with CONFIG_" + kind.toUpperCase(Locale.ROOT) + ")",
          e);
    }
  }

  private static void fileSystem(String name, String option) {
    try {
      boolean known =
          Files.readAllLines(Path.of("/proc/filesystems")).stream()
              .anyMatch(line -> line.strip().endsWith("\t" + name) || line.strip().equals(name));
      if (!known) {
        throw new EnvironmentException(
            "this kernel has no file system '"
                + name
                + "', which holds the datapath's BPF programs",
            "boot a kernel with " + option);
      }
    } catch (IOException e) {
      throw new EnvironmentException("/proc cannot be read: " + e.getMessage(), "", e);
    }
  }
}
