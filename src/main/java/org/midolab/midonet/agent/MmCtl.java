package org.midolab.midonet.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.agent.binding.BindingClient;
import org.midolab.midonet.agent.binding.PortBinder;
import org.midolab.midonet.conf.Bootstrap;
import org.midolab.midonet.conf.ConfigurationException;
import org.midolab.midonet.conf.HostId;
import org.midolab.midonet.conf.LogLevels;
import org.midolab.midonet.nsdb.NotFoundException;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbException;
import org.midolab.midonet.nsdb.StorageUnavailableException;

/**
 * {@code mm-ctl}: binds a virtual port to an interface of this host, or takes the binding away, as
 * Nova does for an instance's tap. It asks the agent; where none runs it writes the NSDB itself,
 * and the agent's next start finds the binding there.
 *
 * <p>Exit codes: 0 done, 1 refused, 2 wrong usage, 3 neither agent nor NSDB can be reached.
 */
public final class MmCtl {

  /**
   * MidoNet's; an agent with another {@code agent.minions.binding_api.unix_socket} is gone around.
   */
  private static final Path SOCKET = Path.of("/var/run/midolman/midolman.sock");

  private static final String USAGE =
      "usage: mm-ctl --bind-port PORT-UUID INTERFACE | mm-ctl --unbind-port PORT-UUID";

  /**
   * @param interfaceName null to unbind
   */
  private record Request(UUID port, String interfaceName) {}

  private MmCtl() {}

  public static void main(String[] arguments) {
    LogLevels.quiet();
    System.exit(run(List.of(arguments), SOCKET, System.err));
  }

  static int run(List<String> arguments, Path socket, PrintStream err) {
    Optional<Request> request = parse(arguments);
    if (request.isEmpty()) {
      err.println(USAGE);
      return 2;
    }
    try {
      return ask(request.get(), new BindingClient(socket), err);
    } catch (IOException e) {
      return write(request.get(), err);
    }
  }

  private static Optional<Request> parse(List<String> arguments) {
    boolean bind = arguments.size() == 3 && arguments.getFirst().equals("--bind-port");
    boolean unbind = arguments.size() == 2 && arguments.getFirst().equals("--unbind-port");
    if (!bind && !unbind) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Request(UUID.fromString(arguments.get(1)), bind ? arguments.get(2) : null));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
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
    try (Nsdb nsdb = Nsdb.connect(Bootstrap.find().settings())) {
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
    } catch (NsdbException | IllegalArgumentException e) {
      err.println("mm-ctl: " + e.getMessage());
      return 1;
    }
  }
}
