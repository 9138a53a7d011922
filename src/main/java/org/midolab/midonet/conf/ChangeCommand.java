package org.midolab.midonet.conf;

import java.util.UUID;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What commands that change a layer have in common: which layer. */
@Command
abstract class ChangeCommand extends StoreCommand {

  @ArgGroup private Target target;

  /** At most one of these; this host when none is given. */
  static final class Target {

    @Option(
        names = {"-h", "--host"},
        paramLabel = "HOST",
        description = "The host with that id; 'local' is this one.")
    private String host;

    @Option(
        names = {"-t", "--template"},
        paramLabel = "TEMPLATE",
        description = "The template of that name; 'default' holds for all hosts.")
    private String template;
  }

  /** The layer to change. A host that has no id yet gets one. */
  final Layer layer() {
    if (target != null && target.template != null) {
      return new Layer.Template(target.template);
    }
    return new Layer.Node(host(target == null ? "local" : target.host));
  }

  /**
   * @param text an id, or {@code local}
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
