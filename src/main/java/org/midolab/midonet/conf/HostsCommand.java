package org.midolab.midonet.conf;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.Command;

@Command(
    name = "hosts",
    description =
        "Lists all hosts with their names and templates: registered hosts, and hosts that have"
            + " values or a template.")
final class HostsCommand extends StoreCommand {

  @Override
  int run(Nsdb nsdb, ConfigStore store) {
    Map<String, String> names = new TreeMap<>();
    for (UUID host : store.hosts()) {
      names.put(host.toString(), "-");
    }
    nsdb.topology().list(Host.class).forEach(host -> names.put(host.id().toString(), host.name()));
    Map<UUID, String> templates = store.mappings();
    names.forEach(
        (id, name) ->
            out()
                .println(
                    id
                        + "  "
                        + name
                        + "  "
                        + templates.getOrDefault(UUID.fromString(id), "default")));
    return 0;
  }
}
