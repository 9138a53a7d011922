package org.midolab.midonet.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "import",
    description =
        "Imports the values of an ini file into a layer: -h, -t, or by default this host's.")
final class ImportCommand extends ChangeCommand {

  @Option(
      names = {"-a", "--all"},
      description = "Also imports values that equal the schema's defaults.")
  private boolean all;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The file, for example /etc/midolman/midolman.conf.")
  private Path file;

  private Map<String, String> values;

  @Override
  void check() {
    if (!Files.isReadable(file)) {
      throw new ConfigurationException(file + " cannot be read");
    }
    values = IniFile.read(file).asKeys();
  }

  @Override
  int run(Nsdb nsdb, ConfigStore store) {
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> entry : values.entrySet()) {
      ConfigValue value = ConfigValueFactory.fromAnyRef(entry.getValue(), file.toString());
      if (all || !isDefault(store, entry.getKey(), entry.getValue())) {
        config = config.withValue(entry.getKey(), value);
        out().println(entry.getKey());
      }
    }
    if (!config.isEmpty()) {
      store.set(layer(), config, false);
    }
    return 0;
  }

  private static boolean isDefault(ConfigStore store, String key, String value) {
    Config defaults = store.schema().defaults();
    return Hocon.has(defaults, key) && defaults.getValue(key).unwrapped().toString().equals(value);
  }
}
