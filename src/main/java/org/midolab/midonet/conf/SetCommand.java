package org.midolab.midonet.conf;

import com.typesafe.config.Config;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "set",
    description = {
      "Merges HOCON values into a layer: -h, -t, or by default this host's.",
      "Pass secrets on standard input, since other users can see arguments."
    })
final class SetCommand extends ChangeCommand {

  @Option(
      names = {"-c", "--clear"},
      description = "First removes all values of the layer.")
  private boolean replace;

  @Parameters(
      arity = "0..*",
      paramLabel = "STRING",
      description = "The values, for example \"a.b : 1\"; without it, standard input is read.")
  private List<String> words;

  private Config values;

  @Override
  void check() throws Exception {
    boolean given = words != null && !words.isEmpty();
    String text =
        given
            ? String.join(" ", words)
            : new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    values = Hocon.parse(text, given ? "argument" : "standard input");
    if (values.root().isEmpty() && !replace) {
      throw new ConfigurationException(
          "there is nothing to set; write KEY : VALUE, such as cassandra.replication_factor : 3");
    }
  }

  @Override
  int run(Nsdb nsdb, ConfigStore store) {
    for (String key : store.set(layer(), values, replace)) {
      err()
          .println(
              "mn-conf: note: the schema does not contain " + key + "; its value was not checked");
    }
    return 0;
  }
}
