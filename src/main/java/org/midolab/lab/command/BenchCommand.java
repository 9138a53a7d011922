package org.midolab.lab.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.midolab.lab.bench.ApiBench;
import org.midolab.lab.bench.ApiLoad;
import org.midolab.lab.bench.BootBench;
import org.midolab.lab.bench.FlowBench;
import org.midolab.lab.bench.Results;
import org.midolab.lab.bench.TcpBench;
import org.midolab.lab.bench.WalkedLab;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.Setup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lab bench boot}, {@code lab bench datapath} and {@code lab bench api}. */
@Command(
    name = "bench",
    description = {
      "Runs benchmarks: prints medians over rounds, with the required bounds.",
      "Boots its own labs, next to those that are up, and removes them afterwards. Writes a table and JSON to"
          + " reports/. Ends with 1 if a median misses its bound."
    },
    footer = {"", "Example:", "  ./lab bench boot --rounds 1 --yes"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    subcommands = {BenchCommand.Boot.class, BenchCommand.Datapath.class, BenchCommand.Api.class})
final class BenchCommand implements Runnable {

  @Mixin private Consent consent;

  @Spec private CommandSpec spec;

  private final LabHome home = LabHome.find();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which benchmark: boot, datapath or api?");
  }

  private Console ready() {
    Console console = new Console(spec.commandLine().getOut());
    new Setup(home).require(consent, console);
    return console;
  }

  private int tell(Console console, List<Results> all) {
    for (Results results : all) {
      var files = results.write(home.reports());
      console.line("");
      console.table(results.table());
      results.remarks().forEach(remark -> console.line("  " + remark));
      console.line("  " + home.root().relativize(files.getLast()) + ", and as JSON next to it");
    }
    return all.stream().allMatch(Results::meetsBounds) ? 0 : Lab.FAILED;
  }

  /** {@code lab bench boot}. */
  @Command(
      name = "boot",
      description =
          "Measures how long the quickstart lab takes from bare nodes to an answering floating IP, phase by phase, and down.",
      footer = {"", "Example:", "  ./lab bench boot --rounds 1"},
      mixinStandardHelpOptions = true)
  static final class Boot implements Callable<Integer> {

    @ParentCommand private BenchCommand bench;

    @Option(
        names = "--rounds",
        defaultValue = "3",
        description = "Number of rounds (${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    public Integer call() {
      AtLeastOne.of(bench.spec, "--rounds", rounds);
      Console console = bench.ready();
      var results = new BootBench(bench.home, line -> console.line("  " + line)).run(rounds);
      return bench.tell(console, List.of(results));
    }
  }

  /** {@code lab bench datapath}. */
  @Command(
      name = "datapath",
      description = {
        "Measures TCP between instances through our datapath, over VXLAN and GRE, compared with the kernel's bridge and vxlan"
            + " device, and the number of new flows per second through the quickstart's full simulation."
      },
      footer = {"", "Example:", "  ./lab bench datapath --only tcp --streams 4"},
      mixinStandardHelpOptions = true)
  static final class Datapath implements Callable<Integer> {

    @ParentCommand private BenchCommand bench;

    @Option(
        names = "--rounds",
        defaultValue = "9",
        description = "Number of TCP rounds; each measures all variants (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
        names = "--seconds",
        defaultValue = "2",
        description = "Length of each TCP measurement in seconds (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
        names = "--streams",
        defaultValue = "1",
        description = "Number of parallel TCP streams (${DEFAULT-VALUE}).")
    private int streams;

    @Option(names = "--only", paramLabel = "tcp|flows", description = "Runs only one half.")
    private Half only;

    enum Half {
      TCP,
      FLOWS
    }

    @Override
    public Integer call() {
      AtLeastOne.of(bench.spec, "--rounds", rounds);
      AtLeastOne.of(bench.spec, "--seconds", seconds);
      AtLeastOne.of(bench.spec, "--streams", streams);
      Console console = bench.ready();
      var all = new ArrayList<Results>();
      if (only != Half.FLOWS) {
        try (var pair = WalkedLab.pair(bench.home, console::finished)) {
          all.add(
              new TcpBench(
                      pair, streams, Duration.ofSeconds(seconds), line -> console.line("  " + line))
                  .run(rounds));
        }
      }
      if (only != Half.TCP) {
        try (var quickstart = WalkedLab.quickstart(bench.home, console::finished)) {
          all.add(new FlowBench(quickstart, line -> console.line("  " + line)).run());
        }
      }
      return bench.tell(console, all);
    }
  }

  /** {@code lab bench api}. */
  @Command(
      name = "api",
      description = {
        "Measures the REST API over an ensemble of three with many objects: single reads and writes, lists of all objects, the use"
            + " of a heap of 512 MiB, and the run time of the command lines.",
        "Ends with 1 if an answer is unexpected, or if the cluster or a ZooKeeper ends or runs out of memory."
      },
      footer = {"", "Example:", "  ./lab bench api --bridges 100 --requests 1000"},
      mixinStandardHelpOptions = true)
  static final class Api implements Callable<Integer> {

    @ParentCommand private BenchCommand bench;

    @Option(
        names = "--bridges",
        defaultValue = "10000",
        description =
            "Number of bridges that are stored before the measurement (${DEFAULT-VALUE}).")
    private int bridges;

    @Option(
        names = "--ports",
        defaultValue = "10",
        description = "Number of ports of each bridge (${DEFAULT-VALUE}).")
    private int ports;

    @Option(
        names = "--requests",
        defaultValue = "10000",
        description = "Number of reads, and of writes, of random objects (${DEFAULT-VALUE}).")
    private int requests;

    @Option(
        names = "--clients",
        defaultValue = "4",
        description = "Number of concurrent clients (${DEFAULT-VALUE}).")
    private int clients;

    @Override
    public Integer call() {
      AtLeastOne.of(bench.spec, "--bridges", bridges);
      AtLeastOne.of(bench.spec, "--ports", ports);
      AtLeastOne.of(bench.spec, "--requests", requests);
      AtLeastOne.of(bench.spec, "--clients", clients);
      var load = new ApiLoad(bridges, ports, requests, clients);
      if (load.maxPorts() > ApiLoad.LISTED) {
        throw new ParameterException(
            bench.spec.commandLine(),
            "--bridges times --ports, plus the ports that --requests add, may be at most %d, not %d: no more fit into one answer of ZooKeeper"
                .formatted(ApiLoad.LISTED, load.maxPorts()));
      }
      Console console = bench.ready();
      try (var scale = WalkedLab.scale(bench.home, console::finished)) {
        return bench.tell(
            console, List.of(new ApiBench(scale, load, line -> console.line("  " + line)).run()));
      }
    }
  }
}
