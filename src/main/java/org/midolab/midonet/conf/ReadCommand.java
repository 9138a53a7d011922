package org.midolab.midonet.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
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

  @Option(
      names = {"-j", "--json"},
      description = "As JSON.")
  private boolean json;

  @Option(
      names = {"-c", "--comments"},
      description = "With what each key is for, as comments above it.")
  private boolean comments;

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
        description = "Only what the template holds.")
    private String template;

    @Option(
        names = {"-s", "--schema"},
        description = "Only the defaults of the schema.")
    private boolean schema;
  }

  /** What stands between a key and its value. */
  String separator() {
    return " : ";
  }

  /** The keys to print: one key, a group, or all when null. */
  abstract String key();

  @Override
  final int run(Nsdb nsdb, ConfigStore store) {
    Config config = source(store);
    if (key() == null) {
      print(store.schema(), config, "");
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
    print(store.schema(), config, key());
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
      case Layer.Template template ->
          sources == null ? store.effective(template) : store.own(template);
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

  private void print(Schema schema, Config config, String key) {
    if (json) {
      Config asked =
          key.isEmpty() ? config : ConfigFactory.empty().withValue(key, config.getValue(key));
      out().println(asked.root().render(ConfigRenderOptions.concise().setFormatted(true)));
      return;
    }
    Map<String, ConfigValue> lines = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      String path = Hocon.path(entry.getKey());
      if (key.isEmpty() || path.equals(key) || path.startsWith(key + ".")) {
        lines.put(path, entry.getValue());
      }
    }
    lines.forEach(
        (path, value) -> {
          if (comments) {
            schema.find(path).ifPresent(known -> out().println("# " + known.description()));
          }
          out().println(path + separator() + Hocon.render(value));
        });
  }
}
