package org.midolab.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where a figure was taken: without it a figure means nothing.
 *
 * @param cores that this process may use
 * @param kernel its release
 * @param memoryMiB in all
 * @param load of the last minute, as the kernel averages it: threads that run or wait for a core
 */
record Machine(int cores, String kernel, String architecture, long memoryMiB, double load) {

  /** This machine, now. */
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
