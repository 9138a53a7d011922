package org.midolab.midonet.conf;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.connection.ZkNsdb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * What all commands that need ZooKeeper have in common: the connection, made once the arguments are
 * known to be right.
 */
@Command
abstract class StoreCommand implements Callable<Integer> {

  @ParentCommand private MnConf parent;

  @Spec private CommandSpec spec;

  @Option(names = "--help", usageHelp = true, description = "Shows this text.")
  private boolean help;

  /** Does the work. */
  abstract int run(Nsdb nsdb, ConfigStore store) throws Exception;

  /** Refuses wrong arguments before anything is connected to. */
  void check() throws Exception {}

  @Override
  public final Integer call() throws Exception {
    check();
    try (Nsdb nsdb = ZkNsdb.connect(parent.bootstrap().hasty())) {
      return run(nsdb, new ConfigStore(nsdb, Schema.shipped()));
    }
  }

  final CommandSpec spec() {
    return spec;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
