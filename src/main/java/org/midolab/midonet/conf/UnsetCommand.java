package org.midolab.midonet.conf;

import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "unset",
    description =
        "Removes a key, or a group, from a layer, so that weaker layers hold again; this host's layer unless -h"
            + " or -t says otherwise.")
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
