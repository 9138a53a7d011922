package org.midolab.midonet.datapath.ebpf;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the operator may choose about the kernel's part.
 *
 * @param pins directory that becomes a BPF file system and holds what outlives the agent
 * @param object the compiled programs
 * @param attach how programs get onto interfaces
 * @param vxlanPort UDP destination port of VXLAN, 1 to 65535
 * @param maxFlows most flows in the table; a flow takes up to 0.6 KiB of kernel memory
 * @param upcallRate missed frames per second that one port may send to the agent in the long run
 * @param upcallBurst missed frames of one port that may come at once
 * @param ringBytes size of the ring of missed frames, a power of two and of whole pages
 * @param redirectToPeer whether frames to a veth go straight to its other end; faster, but packet
 *     captures on our end then miss them
 */
@RecordBuilder
public record DatapathOptions(
    Path pins,
    Path object,
    Attach attach,
    int vxlanPort,
    int maxFlows,
    int upcallRate,
    int upcallBurst,
    int ringBytes,
    boolean redirectToPeer)
    implements DatapathOptionsBuilder.With {

  /** Names the object file, for development and tests. */
  public static final String OBJECT_PROPERTY = "midolab.datapath.object";

  private static final Path INSTALLED = Path.of("/usr/share/midolman/bpf/datapath.o");
  private static final Path BUILT = Path.of("target/bpf/datapath.o");

  /** How programs get onto interfaces. */
  public enum Attach {
    /** TCX where the kernel has it, else clsact. */
    AUTO,
    /** TCX links; kernels from 6.6 on. */
    TCX,
    /** tc filters of the clsact queueing discipline; kernels from 5.10 on. */
    CLSACT
  }

  public DatapathOptions {
    Objects.requireNonNull(pins);
    Objects.requireNonNull(object);
    Objects.requireNonNull(attach);
    check(vxlanPort > 0 && vxlanPort < 65536, "vxlanPort is 1 to 65535", vxlanPort);
    check(maxFlows > 0, "maxFlows is 1 or more", maxFlows);
    check(upcallRate > 0, "upcallRate is 1 or more", upcallRate);
    check(upcallBurst > 0, "upcallBurst is 1 or more", upcallBurst);
    check(
        ringBytes >= 1 << 18 && Integer.bitCount(ringBytes) == 1,
        "ringBytes is a power of two of 256 KiB or more",
        ringBytes);
  }

  private static void check(boolean holds, String rule, int value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", not " + value);
    }
  }

  /** As an agent runs without further configuration. */
  public static DatapathOptions defaults() {
    return new DatapathOptions(
        Path.of("/run/midolman/bpf"),
        findObject(),
        Attach.AUTO,
        6677,
        131_072,
        10_000,
        2_000,
        16 << 20,
        false);
  }

  private static Path findObject() {
    String named = System.getProperty(OBJECT_PROPERTY);
    return named != null
        ? Path.of(named)
        : Stream.of(BUILT, INSTALLED).filter(Files::exists).findFirst().orElse(INSTALLED);
  }
}
