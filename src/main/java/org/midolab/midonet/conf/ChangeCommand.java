package org.midolab.midonet.conf;

import java.util.UUID;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Base of the commands that change a layer; parses which layer. */
@Command
abstract class ChangeCommand extends StoreCommand {

  @ArgGroup private Target target;

  /** At most one option; the default is this host. */
  static final class Target {

    @Option(
        names = {"-h", "--host"},
        paramLabel = "HOST",
        description = "The host with this id; 'local' is this host.")
    private String host;

    @Option(
        names = {"-t", "--template"},
        paramLabel = "TEMPLATE",
        description = "The template with this name; 'default' applies to all hosts.")
    private String template;
  }

  /** Returns the layer to change. Creates the id of this host if it has none yet. */
  final Layer layer() {
    if (target != null && target.template != null) {
      return new Layer.Template(target.template);
    }
    return new Layer.Node(host(target == null ? "local" : target.host));
  }

  /**
   * Returns the id of a host.
   *
   * @param text an id, or {@code local} for this host
   * @throws ConfigurationException when the text is neither
   */
  static UUID host(String text) {
    if (text.equals("local")) {
      return HostId.findOrCreate();
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "'" + text + "' is not a host's id; give 'local', or an id that 'mn-conf hosts' lists");
    }
  }
}
