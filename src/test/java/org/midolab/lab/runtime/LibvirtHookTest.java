package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hypervisor's hook of libvirt, with a command {@code ip} that only writes down what it gets.
 */
class LibvirtHookTest {

  private static final Path HOOK =
      Path.of("images/nova-compute/root/etc/libvirt/hooks/qemu").toAbsolutePath();

  private static final String SERVER =
      """
      <domain type='qemu' id='1'>
        <devices>
          <disk type='file' device='disk'>
            <target dev='vda' bus='virtio'/>
          </disk>
          <interface type='ethernet'>
            <mac address='fa:16:3e:00:00:01'/>
            <target dev='tap11111111-11'/>
          </interface>
          <interface type='ethernet'>
            <mac address='fa:16:3e:00:00:02'/>
            <target dev='tap22222222-22'/>
          </interface>
        </devices>
      </domain>
      """;

  @TempDir private Path directory;
  private Path typed;

  @BeforeEach
  void standIn() throws Exception {
    typed = Files.createFile(directory.resolve("typed"));
    Path ip =
        Files.writeString(
            directory.resolve("ip"), "#!/bin/sh\necho \"$@\" >> " + typed + "\nexit 1\n");
    Files.setPosixFilePermissions(ip, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void removesTheTapDevicesOfAServerBeforeItStarts() throws Exception {
    assertThat(hook("prepare", "begin"))
        .containsExactly("link delete tap11111111-11", "link delete tap22222222-22");
  }

  @Test
  void doesNothingAtOtherTimes() throws Exception {
    assertThat(hook("start", "begin")).isEmpty();
    assertThat(hook("prepare", "end")).isEmpty();
    assertThat(hook("release", "end")).isEmpty();
  }

  /** Calls the hook as libvirt does. A device that is not there is no failure. */
  private List<String> hook(String operation, String phase) throws Exception {
    var builder =
        new ProcessBuilder("sh", HOOK.toString(), "instance-00000001", operation, phase, "-");
    builder.environment().put("PATH", directory + ":/usr/bin:/bin");
    builder.redirectInput(Files.writeString(directory.resolve("server"), SERVER).toFile());
    assertThat(builder.start().waitFor()).isZero();
    return Files.readAllLines(typed);
  }
}
