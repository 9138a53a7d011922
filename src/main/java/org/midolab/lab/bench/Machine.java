package org.midolab.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The machine that a benchmark ran on. Figures of different machines are not comparable.
 *
 * @param cores number of CPU cores that this process may use
 * @param kernel release of the kernel
 * @param memoryMiB total memory in MiB
 * @param load the kernel's load average of the last minute: threads that run or wait for a core
 */
record Machine(int cores, String kernel, String architecture, long memoryMiB, double load) {

  /** Reads the values of this machine. */
  static Machine here() {
    try {
      return new Machine(
          Runtime.getRuntime().availableProcessors(),
          Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
          System.getProperty("os.arch"),
          memory(Files.readString(Path.of("/proc/meminfo"))),
          Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static long memory(String meminfo) {
    return Arrays.stream(meminfo.split("\n"))
        .filter(line -> line.startsWith("MemTotal:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  String sentence() {
    return "%d cores, %d MiB, Linux %s, %s, load %.1f at the start"
        .formatted(cores, memoryMiB, kernel, architecture, load);
  }
}
