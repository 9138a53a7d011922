package org.midolab.midonet.agent;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.midolab.midonet.conf.LogLevels;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mm-meter}: shows what this host has counted (docs: contract.md#meters). */
@Command(
    name = "mm-meter",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows packets and bytes of devices, ports and rules on this host.",
    footer = {"", "Exit codes: 0 done, 1 no such meter, 2 wrong usage, 3 no agent runs."})
public final class MmMeter {

  private static final int NO_SUCH_METER = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "where the agent listens (default: /var/run/midolman/midolman.sock)")
  private Path socket = MmCtl.SOCKET;

  private record Count(long packets, long bytes) {}

  public static void main(String[] arguments) {
    LogLevels.quiet();
    System.exit(command().execute(arguments));
  }

  /** Returns the command line, so that a test can redirect its output. */
  public static CommandLine command() {
    return new CommandLine(new MmMeter());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the names of the meters.")
  private int list() {
    return new AgentQuestion(socket, spec)
        .answer(
            AgentPages.METERS,
            "",
            page -> {
              parse(page).keySet().forEach(spec.commandLine().getOut()::println);
              return 0;
            });
  }

  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description = {
        "Shows packets and bytes of a meter.",
        "With a delay, shows then what was added in each interval."
      })
  private int get(
      @Option(names = "-n", required = true, paramLabel = "NAME", description = "of the meter")
          String name,
      @Parameters(arity = "0..1", paramLabel = "DELAY", description = "seconds") Integer delay,
      @Parameters(
              arity = "0..1",
              paramLabel = "COUNT",
              description = "how many times (default: until it is stopped)")
          Integer count)
      throws InterruptedException {
    Intervals intervals = Intervals.of(spec, delay, count);
    spec.commandLine().getOut().println("%15s %18s".formatted("packets", "bytes"));
    Count[] before = {new Count(0, 0)};
    return intervals.repeat(
        () ->
            new AgentQuestion(socket, spec)
                .answer(AgentPages.METERS, "", page -> print(parse(page).get(name), name, before)));
  }

  private int print(Count now, String name, Count[] before) {
    if (now == null) {
      spec.commandLine()
          .getErr()
          .println("mm-meter: there is no meter '" + name + "'; see: mm-meter list");
      return NO_SUCH_METER;
    }
    spec.commandLine()
        .getOut()
        .println(
            "%15d %18d".formatted(now.packets - before[0].packets, now.bytes - before[0].bytes));
    spec.commandLine().getOut().flush();
    before[0] = now;
    return 0;
  }

  /** Reads lines of packets, bytes and name. */
  private static Map<String, Count> parse(String page) {
    Map<String, Count> meters = new LinkedHashMap<>();
    page.lines()
        .map(line -> line.strip().split(" ", 3))
        .filter(words -> words.length == 3)
        .forEach(
            words ->
                meters.put(
                    words[2], new Count(Long.parseLong(words[0]), Long.parseLong(words[1]))));
    return meters;
  }
}
