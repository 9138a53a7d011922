package org.midolab.midonet.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What {@code dump} and {@code get} have in common: which layers to look through, and how values
 * are printed.
 */
@Command
abstract class ReadCommand extends StoreCommand {

  @ArgGroup private Sources sources;

  @Option(
      names = {"-H", "--host-only"},
      description = "Only what the host's or template's own layer holds.")
  private boolean ownOnly;

  /** Where to look from: at most one of these; this host when none is given. */
  static final class Sources {

    @Option(
        names = {"-h", "--host"},
        paramLabel = "HOST",
        description = "What holds on the host with that id; 'local' is this one.")
    private String host;

    @Option(
        names = {"-t", "--template"},
        paramLabel = "TEMPLATE",
        description = "What holds on hosts with that template.")
    private String template;

    @Option(
        names = {"-s", "--schema"},
        description = "Only the defaults of the schema.")
    private boolean schema;
  }

  /** The keys to print: one key, a group, or all when null. */
  abstract String key();

  @Override
  final int run(Nsdb nsdb, ConfigStore store) {
    Config config = source(store);
    if (key() == null) {
      print(config, "");
      return 0;
    }
    if (!Hocon.has(config, key())) {
      err()
          .println(
              "mn-conf: there is no key '"
                  + key()
                  + "' here; to see all: mn-conf dump, to see what it would be: mn-conf doc "
                  + key());
      return MnConf.ABSENT;
    }
    print(config, key());
    return 0;
  }

  private Config source(ConfigStore store) {
    if (sources != null && sources.schema) {
      return store.schema().defaults();
    }
    Layer layer = layer();
    if (ownOnly) {
      return store.own(layer);
    }
    return switch (layer) {
      case Layer.Node(UUID host) -> store.effective(host);
      case Layer.Template template -> store.effective(template);
    };
  }

  private Layer layer() {
    if (sources != null && sources.template != null) {
      return new Layer.Template(sources.template);
    }
    if (sources != null) {
      return new Layer.Node(ChangeCommand.host(sources.host));
    }
    return HostId.find().<Layer>map(Layer.Node::new).orElse(Layer.DEFAULT);
  }

  private void print(Config config, String key) {
    Map<String, ConfigValue> lines = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      String path = Hocon.path(entry.getKey());
      if (key.isEmpty() || path.equals(key) || path.startsWith(key + ".")) {
        lines.put(path, entry.getValue());
      }
    }
    lines.forEach((path, value) -> out().println(path + " : " + Hocon.render(value)));
  }
}
