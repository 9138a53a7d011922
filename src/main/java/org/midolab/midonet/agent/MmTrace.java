package org.midolab.midonet.agent;

import java.nio.file.Path;
import java.util.StringJoiner;
import java.util.UUID;
import org.midolab.midonet.conf.LogLevels;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code mm-trace}: adds tracers to this host's agent, and shows the packets that it has traced
 * (docs: contract.md#packet-traces).
 */
@Command(
    name = "mm-trace",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Traces packets on this host, and shows them step by step.",
    footer = {
      "",
      "  mm-trace add -l 5 --ip-protocol 17 --ip-dst 192.0.2.11",
      "  mm-trace show",
      "",
      "Trace requests for all hosts are made by midonet-cli (tracerequest) or POST /traces.",
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

  /** The packets of a tracer. Options that are not given match all packets. */
  static final class Packets {

    @Option(names = "--ethertype", paramLabel = "NUMBER")
    private String etherType;

    @Option(names = "--mac-src", paramLabel = "MAC")
    private String macSource;

    @Option(names = "--mac-dst", paramLabel = "MAC")
    private String macDestination;

    @Option(names = "--ip-protocol", paramLabel = "NUMBER")
    private String protocol;

    @Option(names = "--ip-src", paramLabel = "SUBNET")
    private String source;

    @Option(names = "--ip-dst", paramLabel = "SUBNET")
    private String destination;

    @Option(names = "--src-port", paramLabel = "PORT")
    private String sourcePort;

    @Option(names = "--dst-port", paramLabel = "PORT")
    private String destinationPort;

    /** Returns the given options with their values. */
    private String words() {
      StringJoiner words = new StringJoiner(" ");
      add(words, "--ethertype", etherType);
      add(words, "--mac-src", macSource);
      add(words, "--mac-dst", macDestination);
      add(words, "--ip-protocol", protocol);
      add(words, "--ip-src", source);
      add(words, "--ip-dst", destination);
      add(words, "--src-port", sourcePort);
      add(words, "--dst-port", destinationPort);
      return words.toString();
    }

    private static void add(StringJoiner words, String option, String value) {
      if (value != null) {
        words.add(option + " " + value);
      }
    }
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Traces packets that enter by a port of this host.")
  private int add(
      @Option(
              names = {"-d", "-t"},
              description = "MidoNet's levels; all steps are shown anyway")
          boolean level,
      @Option(
              names = "-l",
              paramLabel = "N",
              defaultValue = "1",
              description = "how many packets (default: ${DEFAULT-VALUE})")
          long limit,
      @Mixin Packets packets) {
    return question().print(AgentPages.ADD_TRACER, limit + " " + packets.words());
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes the tracers of these packets.")
  private int remove(
      @Option(
              names = {"-d", "-t"},
              description = "MidoNet's levels; all steps are shown anyway")
          boolean level,
      @Option(names = "-l", paramLabel = "N", description = "ignored, as a line of 'list' has it")
          Long limit,
      @Mixin Packets packets) {
    return question().print(AgentPages.REMOVE_TRACERS, packets.words());
  }

  @Command(name = "flush", mixinStandardHelpOptions = true, description = "Removes all tracers.")
  private int flush(
      @Option(names = "--dead-only", description = "only those whose limit is reached")
          boolean dead) {
    return question().print(AgentPages.FLUSH_TRACERS + (dead ? "?dead" : ""));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists tracers, each with the options that add it.")
  private int list(
      @Option(names = "--live-only", description = "only those whose limit is not reached")
          boolean live) {
    return question().print(AgentPages.TRACERS + (live ? "?live" : ""));
  }

  @Command(
      name = "requests",
      mixinStandardHelpOptions = true,
      description = "Lists trace requests and rules of type trace, with the packets so far.")
  private int requests() {
    return question().print(AgentPages.REQUESTS);
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows the latest traced packets, step by step; the oldest first.")
  private int show(
      @Parameters(
              arity = "0..1",
              paramLabel = "ID",
              description = "only those of this request, or this packet")
          UUID id) {
    return question().print(AgentPages.TRACES + (id == null ? "" : "?" + id));
  }

  private AgentQuestion question() {
    return new AgentQuestion(socket, spec);
  }
}
