package org.midolab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.datapath.tool.MmDpctl;
import picocli.CommandLine;

/** A tool of MidoNet 5.0 that is not built says so, and what shows similar facts. */
class MissingToolsTest {

  private static final Path PACKAGES = Path.of("images/packages");

  /** What MidoNet 5.0 installs on an agent's host and on a controller. */
  private static final List<String> TOOLS =
      List.of(
          "midonet-cli",
          "mm-ctl",
          "mm-dpctl",
          "mm-dump",
          "mm-logxl",
          "mm-meter",
          "mm-stat",
          "mm-trace",
          "mn-conf",
          "mn-migrate");

  /** A command that a sentence names, up to its end. */
  private static final Pattern DPCTL = Pattern.compile("mm-dpctl ([a-z -]+)");

  private static Map<String, Path> installed() throws Exception {
    var installed = new TreeMap<String, Path>();
    try (Stream<Path> files = Files.walk(PACKAGES)) {
      files
          .filter(file -> file.getParent().endsWith("usr/bin"))
          .forEach(file -> installed.put(file.getFileName().toString(), file));
    }
    return installed;
  }

  @Test
  void eachToolIsInstalled() throws Exception {
    assertThat(installed().keySet()).containsAll(TOOLS);
    assertThat(installed().values()).allMatch(Files::isExecutable);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mm-dump", "mm-logxl", "mn-migrate"})
  void whatIsMissingSaysSoInOneSentence(String tool) throws Exception {
    var process =
        new ProcessBuilder(installed().get(tool).toString(), "list", "-h", "127.0.0.1").start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(out).isEmpty();
    assertThat(err).matches("%s is not (built yet|there)[;:] [^\\n]+\\n".formatted(tool));
    assertThat(installed().keySet().stream().filter(t -> !t.equals(tool)))
        .as("a tool that is there, or Java's own, in: " + err)
        .anyMatch(other -> err.contains(other) || err.contains("/bin/jcmd "));
    DPCTL
        .matcher(err)
        .results()
        .forEach(command -> new CommandLine(new MmDpctl()).parseArgs(command.group(1).split(" ")));
  }
}
