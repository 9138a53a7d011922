package org.midolab.midonet.agent;

import java.nio.file.Path;
import java.util.UUID;
import org.midolab.midonet.conf.LogLevels;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code mm-trace}: shows the packets that this host's agent has traced (docs:
 * contract.md#packet-traces).
 */
@Command(
    name = "mm-trace",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows the packets that the agent has traced for trace requests.",
    footer = {
      "",
      "Trace requests are made by midonet-cli (tracerequest) or POST /traces.",
      "Exit codes: 0 done, 1 refused, 2 wrong usage, 3 no agent runs."
    })
public final class MmTrace {

  @Spec private CommandSpec spec;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "where the agent listens (default: /var/run/midolman/midolman.sock)")
  private Path socket = MmCtl.SOCKET;

  public static void main(String[] arguments) {
    LogLevels.quiet();
    System.exit(command().execute(arguments));
  }

  /** Returns the command line, so that a test can redirect its output. */
  public static CommandLine command() {
    return new CommandLine(new MmTrace());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists trace requests and rules of type trace, with the packets so far.")
  private int list() {
    return new AgentQuestion(socket, spec).print(AgentPages.REQUESTS);
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows the latest traced packets, step by step; the eldest first.")
  private int show(
      @Parameters(
              arity = "0..1",
              paramLabel = "ID",
              description = "only those of this request, or this packet")
          UUID id) {
    return new AgentQuestion(socket, spec)
        .print(id == null ? AgentPages.TRACES : AgentPages.TRACES + "?" + id);
  }
}
