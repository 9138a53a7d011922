package org.midolab.midonet.conf;

import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "template-clear",
    description = "Takes its template from a host, so that only 'default' holds.")
final class TemplateClearCommand extends StoreCommand {

  @Option(
      names = {"-h", "--host"},
      defaultValue = "local",
      paramLabel = "HOST",
      description = "The host with that id; 'local', which is this one, when left out.")
  private String host;

  @Override
  int run(Nsdb nsdb, ConfigStore store) {
    store.unassign(ChangeCommand.host(host));
    return 0;
  }
}
