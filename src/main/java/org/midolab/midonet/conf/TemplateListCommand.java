package org.midolab.midonet.conf;

import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.Command;

@Command(name = "template-list", description = "Lists the templates.")
final class TemplateListCommand extends StoreCommand {

  @Override
  int run(Nsdb nsdb, ConfigStore store) {
    store.templates().forEach(out()::println);
    return 0;
  }
}
