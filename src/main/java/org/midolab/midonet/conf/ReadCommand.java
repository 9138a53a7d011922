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

/** Base of {@code dump} and {@code get}: selects the layers to read and prints values. */
@Command
abstract class ReadCommand extends StoreCommand {

  @ArgGroup private Sources sources;

  @Option(
      names = {"-H", "--host-only"},
      description = "Only the host's or template's own layer.")
  private boolean ownOnly;

  @Option(
      names = {"-j", "--json"},
      description = "As JSON.")
  private boolean json;

  @Option(
      names = {"-c", "--comments"},
      description = "With the description of each key as a comment above it.")
  private boolean comments;

  /** At most one option; the default is this host. */
  static final class Sources {

    @Option(
        names = {"-h", "--host"},
        paramLabel = "HOST",
        description = "The effective values of the host with this id; 'local' is this host.")
    private String host;

    @Option(
        names = {"-t", "--template"},
        paramLabel = "TEMPLATE",
        description = "Only the values of the template.")
    private String template;

    @Option(
        names = {"-s", "--schema"},
        description = "Only the defaults of the schema.")
    private boolean schema;
  }

  /** Returns the text between a key and its value. */
  String separator() {
    return " : ";
  }

  /** Returns the key or group of keys to print, or null for all keys. */
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
                  + "' here; to see all keys: mn-conf dump; for its description: mn-conf doc "
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
