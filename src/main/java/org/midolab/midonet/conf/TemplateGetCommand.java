package org.midolab.midonet.conf;

import java.util.UUID;
import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "template-get",
    description =
        "Prints the template that is assigned to a host (default: this host), as HOST TEMPLATE.")
final class TemplateGetCommand extends StoreCommand {

  @ArgGroup private Which which;

  static final class Which {

    @Option(
        names = {"-h", "--host"},
        paramLabel = "HOST",
        description = "The host with this id; 'local' is this host.")
    private String host;

    @Option(
        names = {"-a", "--all"},
        description = "All hosts that have a template.")
    private boolean all;
  }

  @Override
  int run(Nsdb nsdb, ConfigStore store) {
    if (which != null && which.all) {
      store.mappings().forEach(this::print);
      return 0;
    }
    UUID host = ChangeCommand.host(which == null ? "local" : which.host);
    print(host, store.mappings().getOrDefault(host, "default"));
    return 0;
  }

  private void print(UUID host, String template) {
    out().println(host + "  " + template);
  }
}
