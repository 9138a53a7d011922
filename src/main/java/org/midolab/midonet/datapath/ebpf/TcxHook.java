package org.midolab.midonet.datapath.ebpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.midolab.linux.Bpf;
import org.midolab.linux.NetworkNamespace;

/** Attaches programs by TCX links, which are pinned so that they outlive the agent. */
final class TcxHook implements Hook {

  static final String PREFIX = "link_";

  private final Path directory;
  private final NetworkNamespace namespace;

  /**
   * Creates a hook.
   *
   * @param namespace network namespace of the interfaces; the kernel resolves an interface index in
   *     the namespace of the calling thread
   */
  TcxHook(Path directory, NetworkNamespace namespace) {
    this.directory = directory;
    this.namespace = namespace;
  }

  @Override
  public void attach(Bpf.Handle program, String name, int ifindex) {
    if (isAttached(name, ifindex)) {
      return;
    }
    detach(ifindex); // the link of a deleted interface with the same index
    try (Bpf.Handle link = namespace.call(() -> Bpf.attachTcx(program, ifindex))) {
      Bpf.pin(link.fd(), pin(ifindex));
    }
  }

  @Override
  public boolean isAttached(String name, int ifindex) {
    Path pin = pin(ifindex);
    if (!Files.exists(pin)) {
      return false;
    }
    try (Bpf.Handle link = Bpf.open(pin)) {
      return Bpf.tcxInterface(link) == ifindex;
    }
  }

  @Override
  public void detach(int ifindex) {
    try {
      Files.deleteIfExists(pin(ifindex));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpin " + pin(ifindex), e);
    }
  }

  private Path pin(int ifindex) {
    return directory.resolve(PREFIX + ifindex);
  }
}
