package org.midolab.midonet.conf;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "doc",
    description =
        "Explains a key, the keys of a group, or all keys: its purpose, its type and its"
            + " default.")
final class DocCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--help", usageHelp = true, description = "Shows this text.")
  private boolean help;

  @Parameters(
      arity = "0..1",
      defaultValue = "",
      paramLabel = "KEY",
      description = "A key or a group of keys; without it, all keys.")
  private String key;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Schema.Key> found = Schema.shipped().under(key);
    if (found.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "mn-conf: the schema has no key '" + key + "'; to see all keys: mn-conf dump -s");
      return MnConf.ABSENT;
    }
    for (Schema.Key each : found) {
      out.println(each.path());
      out.println("    " + each.description());
      out.println("    type:    " + each.type().allowed());
      if (each.byDefault() != null) {
        out.println("    default: " + Hocon.render(each.byDefault()));
      }
    }
    return 0;
  }
}
