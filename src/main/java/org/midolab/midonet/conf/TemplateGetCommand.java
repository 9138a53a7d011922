package org.midolab.midonet.conf;

import java.util.UUID;
import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "template-get", description = "Prints which template is assigned to a host.")
final class TemplateGetCommand extends StoreCommand {

  @ArgGroup(multiplicity = "1")
  private Which which;

  static final class Which {

    @Option(
        names = {"-h", "--host"},
        paramLabel = "HOST",
        description = "The host with that id; 'local' is this one.")
    private String host;

    @Option(
        names = {"-a", "--all"},
        description = "All hosts that have one, as HOST : TEMPLATE.")
    private boolean all;
  }

  @Override
  int run(Nsdb nsdb, ConfigStore store) {
    if (which.all) {
      store.mappings().forEach((host, template) -> out().println(host + " : " + template));
      return 0;
    }
    UUID host = ChangeCommand.host(which.host);
    out().println(store.mappings().getOrDefault(host, "default"));
    return 0;
  }
}
