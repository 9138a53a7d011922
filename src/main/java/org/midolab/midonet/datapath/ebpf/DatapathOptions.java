package org.midolab.midonet.datapath.ebpf;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Settings of the datapath in the kernel.
 *
 * @param pins directory on which a BPF file system is mounted, for the state that outlives the
 *     agent
 * @param object object file with the compiled programs
 * @param attach method by which programs are attached to interfaces
 * @param vxlanPort UDP destination port of VXLAN, 1 to 65535
 * @param maxFlows maximum number of flows in the table; a flow takes up to 0.6 KiB of kernel memory
 * @param upcallRate long-term rate of missed frames that one port may send to the agent, in frames
 *     per second
 * @param upcallBurst burst of missed frames of one port, in frames
 * @param ringBytes size of the ring buffer of missed frames in bytes; a power of two, at least 256
 *     KiB
 * @param redirectToPeer whether frames to a veth are redirected to its peer; this is faster, but
 *     packet captures on the host's end do not show the frames
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

  /** System property with the path of the object file, for development and tests. */
  public static final String OBJECT_PROPERTY = "midolab.datapath.object";

  private static final Path INSTALLED = Path.of("/usr/share/midolman/bpf/datapath.o");
  private static final Path BUILT = Path.of("target/bpf/datapath.o");

  /** The method of attaching programs to interfaces. */
  public enum Attach {
    /** TCX if the kernel has it, else clsact. */
    AUTO,
    /** TCX links; requires kernel 6.6 or later. */
    TCX,
    /** tc filters of the clsact queueing discipline; requires kernel 5.10 or later. */
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

  /** Returns the settings of an agent without further configuration. */
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
