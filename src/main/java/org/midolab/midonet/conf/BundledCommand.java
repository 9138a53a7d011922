package org.midolab.midonet.conf;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "dump-bundled-config",
    description =
        "Prints the schema and templates of this version, without connecting to ZooKeeper.")
final class BundledCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--help", usageHelp = true, description = "Shows this text.")
  private boolean help;

  @Override
  public Integer call() {
    Schema.PARTS.forEach(part -> print("schema " + part, part));
    ConfigStore.SHIPPED_TEMPLATES.forEach(name -> print("template " + name, "templates/" + name));
    return 0;
  }

  private void print(String title, String resource) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("# Bundled " + title + ":");
    out.println(Schema.resource(resource + ".conf").stripTrailing());
    out.println();
  }
}
