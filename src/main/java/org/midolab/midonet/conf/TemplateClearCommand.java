package org.midolab.midonet.conf;

import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "template-clear",
    description = "Removes the template of a host, so that only 'default' applies.")
final class TemplateClearCommand extends StoreCommand {

  @Option(
      names = {"-h", "--host"},
      defaultValue = "local",
      paramLabel = "HOST",
      description = "The host with this id; the default 'local' is this host.")
  private String host;

  @Override
  int run(Nsdb nsdb, ConfigStore store) {
    store.unassign(ChangeCommand.host(host));
    return 0;
  }
}
