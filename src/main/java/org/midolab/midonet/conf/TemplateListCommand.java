package org.midolab.midonet.conf;

import java.util.Map;
import java.util.UUID;
import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.Command;

@Command(
    name = "template-list",
    description = "Lists the templates, and below each one the hosts to which it is assigned.")
final class TemplateListCommand extends StoreCommand {

  @Override
  int run(Nsdb nsdb, ConfigStore store) {
    Map<UUID, String> templates = store.mappings();
    for (String template : store.templates()) {
      out().println(template);
      templates.forEach(
          (host, assigned) -> {
            if (assigned.equals(template)) {
              out().println("    " + host);
            }
          });
    }
    return 0;
  }
}
