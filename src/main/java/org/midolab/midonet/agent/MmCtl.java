package org.midolab.midonet.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.midolab.midonet.agent.binding.BindingClient;
import org.midolab.midonet.agent.binding.BindingConflictException;
import org.midolab.midonet.agent.binding.PortBinder;
import org.midolab.midonet.conf.Bootstrap;
import org.midolab.midonet.conf.ConfigurationException;
import org.midolab.midonet.conf.HostId;
import org.midolab.midonet.conf.LogLevels;
import org.midolab.midonet.nsdb.NotFoundException;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbException;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.connection.ZkNsdb;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * {@code mm-ctl}: binds a virtual port to an interface of this host, or removes the binding, as
 * Nova does for an instance's tap. It sends the request to the agent. If no agent runs, it writes
 * the binding to the NSDB, where the agent reads it at its next start.
 *
 * <p>Exit codes: 0 done, 1 refused, 2 wrong usage, 3 neither agent nor NSDB can be reached.
 */
public final class MmCtl {

  /**
   * MidoNet's default path. An agent with another {@code agent.minions.binding_api.unix_socket} is
   * not found, and the binding is written to the NSDB.
   */
  static final Path SOCKET = Path.of("/var/run/midolman/midolman.sock");

  /** The command's options, of which exactly one is given. */
  @Command(
      name = "mm-ctl",
      sortOptions = false,
      description = "Binds a virtual port to an interface of this host, or unbinds it.",
      footer = {
        "",
        "  mm-ctl --bind-port 1f5a3c0e-0000-4000-8000-000000000001 tapvm1",
        "",
        "Exit codes: 0 done, 1 refused, 2 wrong usage, 3 neither agent nor NSDB can be",
        "reached."
      })
  private static final class Options {

    @Option(names = "--help", usageHelp = true, description = "Shows this text.")
    private boolean help;

    @ArgGroup(multiplicity = "1")
    private Action action;

    static final class Action {

      @Option(
          names = "--bind-port",
          arity = "2",
          paramLabel = "PORT-UUID INTERFACE",
          hideParamSyntax = true,
          description = "Binds the port to the interface.")
      private List<String> bind;

      @Option(
          names = "--unbind-port",
          paramLabel = "PORT-UUID",
          description = "Takes the binding away.")
      private String unbind;
    }
  }

  /**
   * @param interfaceName the interface to bind to; null to unbind
   */
  private record Request(UUID port, String interfaceName) {

    static Request of(Options.Action action) {
      return action.unbind != null
          ? new Request(port(action.unbind), null)
          : new Request(port(action.bind.get(0)), action.bind.get(1));
    }

    private static UUID port(String word) {
      try {
        return UUID.fromString(word);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("expected the UUID of a port, not '" + word + "'");
      }
    }
  }

  private MmCtl() {}

  public static void main(String[] arguments) {
    LogLevels.quiet();
    System.exit(run(List.of(arguments), SOCKET, System.err));
  }

  static int run(List<String> arguments, Path socket, PrintStream err) {
    Options options = new Options();
    CommandLine commandLine = new CommandLine(options).setExpandAtFiles(false);
    Request request;
    try {
      commandLine.parseArgs(arguments.toArray(String[]::new));
      if (options.help) {
        commandLine.usage(System.out);
        return 0;
      }
      request = Request.of(options.action);
    } catch (ParameterException e) {
      return refuse("expected one option with all its words, and nothing else", err);
    } catch (IllegalArgumentException e) {
      return refuse(e.getMessage(), err);
    }
    try {
      return ask(request, new BindingClient(socket), err);
    } catch (IOException e) {
      return write(request, err);
    }
  }

  private static int refuse(String mistake, PrintStream err) {
    err.println("mm-ctl: " + mistake);
    err.println("  usage: mm-ctl --bind-port PORT-UUID INTERFACE");
    err.println("     or: mm-ctl --unbind-port PORT-UUID");
    return 2;
  }

  private static int ask(Request request, BindingClient agent, PrintStream err) throws IOException {
    BindingClient.Answer answer =
        request.interfaceName == null
            ? agent.unbind(request.port)
            : agent.bind(request.port, request.interfaceName);
    if (answer.isDone()) {
      return 0;
    }
    err.println("mm-ctl: " + answer.text());
    return answer.status() == 503 ? 3 : 1;
  }

  private static int write(Request request, PrintStream err) {
    try (Nsdb nsdb = ZkNsdb.connect(Bootstrap.find().settings())) {
      PortBinder binder = new PortBinder(nsdb.topology(), HostId.findOrCreate());
      if (request.interfaceName == null) {
        binder.unbind(request.port);
      } else {
        binder.bind(request.port, request.interfaceName);
      }
      return 0;
    } catch (StorageUnavailableException | ConfigurationException e) {
      err.println("mm-ctl: no agent listens at " + SOCKET + ", and " + e.getMessage());
      return 3;
    } catch (NotFoundException e) {
      err.println(
          "mm-ctl: " + e.getMessage() + "; is the port's id right, and has an agent run here?");
      return 1;
    } catch (NsdbException | BindingConflictException | IllegalArgumentException e) {
      err.println("mm-ctl: " + e.getMessage());
      return 1;
    }
  }
}
