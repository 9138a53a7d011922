package org.midolab.midonet.conf;

import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "unset",
    description =
        "Removes a key, or a group, from a layer (-h, -t, or by default this host's), so that"
            + " weaker layers apply.")
final class UnsetCommand extends ChangeCommand {

  @Parameters(paramLabel = "KEY", description = "A key or a group of keys.")
  private String key;

  @Override
  int run(Nsdb nsdb, ConfigStore store) {
    Layer layer = layer();
    if (!store.unset(layer, key)) {
      err().println("mn-conf: " + layer + " does not set " + key + "; nothing was changed");
      return MnConf.ABSENT;
    }
    return 0;
  }
}
