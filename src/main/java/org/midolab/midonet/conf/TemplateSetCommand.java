package org.midolab.midonet.conf;

import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "template-set", description = "Assigns a template to a host.")
final class TemplateSetCommand extends StoreCommand {

  @Option(
      names = {"-h", "--host"},
      defaultValue = "local",
      paramLabel = "HOST",
      description = "The host with this id; the default 'local' is this host.")
  private String host;

  @Option(
      names = {"-t", "--template"},
      required = true,
      paramLabel = "TEMPLATE",
      description = "A template that 'mn-conf template-list' lists.")
  private String template;

  @Override
  int run(Nsdb nsdb, ConfigStore store) {
    store.assign(ChangeCommand.host(host), template);
    return 0;
  }
}
