package org.midolab.midonet.agent;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.midolab.midonet.conf.LogLevels;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code mm-stat}: shows the figures of this host's agent, a line per interval (docs:
 * contract.md#meters).
 */
@Command(
    name = "mm-stat",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the agent's figures since its start, or since its ports were attached.",
      "With a delay, shows then what was added in each interval; flows are those of the moment.",
      "",
      "received, sent, lost: packets of all ports and tunnels",
      "forwarded, dropped, single, waiting: results of packets without a flow"
    },
    footer = {"", "Exit codes: 0 done, 2 wrong usage, 3 no agent runs."})
public final class MmStat implements Callable<Integer> {

  /** The figure that is no counter. */
  private static final String FLOWS = "flows";

  @Spec private CommandSpec spec;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "where the agent listens (default: /var/run/midolman/midolman.sock)")
  private Path socket = MmCtl.SOCKET;

  @Parameters(index = "0", arity = "0..1", paramLabel = "DELAY", description = "seconds")
  private Integer delay;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "COUNT",
      description = "how many lines (default: until it is stopped)")
  private Integer count;

  private Map<String, Long> before = Map.of();

  public static void main(String[] arguments) {
    LogLevels.quiet();
    System.exit(command().execute(arguments));
  }

  /** Returns the command line, so that a test can redirect its output. */
  public static CommandLine command() {
    return new CommandLine(new MmStat());
  }

  @Override
  public Integer call() throws InterruptedException {
    return Intervals.of(spec, delay, count)
        .repeat(
            () -> new AgentQuestion(socket, spec).answer(AgentPages.STATISTICS, "", this::print));
  }

  private int print(String page) {
    Map<String, Long> now = new LinkedHashMap<>();
    page.lines()
        .map(line -> line.strip().split(" "))
        .forEach(words -> now.put(words[1], Long.parseLong(words[0])));
    PrintWriter out = spec.commandLine().getOut();
    if (before.isEmpty()) {
      now.keySet().forEach(name -> out.printf("%12s", name));
      out.println();
    }
    now.forEach(
        (name, value) ->
            out.printf("%12d", name.equals(FLOWS) ? value : value - before.getOrDefault(name, 0L)));
    out.println();
    out.flush();
    before = now;
    return 0;
  }
}
