package org.midolab.midonet.conf;

import java.util.List;
import org.midolab.midonet.nsdb.Nsdb;
import picocli.CommandLine.Command;

@Command(
    name = "deploy",
    description =
        "Writes the schema and templates of this version to ZooKeeper, unless the same or newer"
            + " ones are stored.")
final class DeployCommand extends StoreCommand {

  @Override
  int run(Nsdb nsdb, ConfigStore store) {
    List<String> published = store.publish();
    published.forEach(part -> out().println("deployed " + part));
    if (published.isEmpty()) {
      out().println("schema and templates are up to date; nothing to do");
    }
    return 0;
  }
}
