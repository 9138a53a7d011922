package org.midolab.lab.certificate.run;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine on which all nodes of the lab ran.
 *
 * @param kernel release of the kernel
 * @param architecture architecture, as Java names it
 * @param cpu model name of the processors in {@code /proc/cpuinfo}; empty if there is none
 * @param processors number of processors
 */
public record Host(String kernel, String architecture, String cpu, int processors) {

  public Host {
    requireNonNull(kernel);
    requireNonNull(architecture);
    requireNonNull(cpu);
  }

  /** Returns this machine. */
  public static Host here() {
    try {
      return new Host(
          Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
          System.getProperty("os.arch"),
          cpu(Files.readString(Path.of("/proc/cpuinfo"))),
          Runtime.getRuntime().availableProcessors());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String cpu(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
