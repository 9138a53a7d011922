package org.midolab.midonet.conf;

import org.midolab.midonet.nsdb.StorageUnavailableException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code mn-conf} (fact sheet "midonet", §4): shows and changes the configuration of
 * all daemons, kept in ZooKeeper.
 *
 * <p>Exit codes: 0 done, 1 there is no such key or value, 2 wrong usage or a value that is not
 * allowed (nothing was changed), 3 ZooKeeper cannot be reached or this host has no id and the user
 * may not make one.
 */
@Command(
    name = "mn-conf",
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows and changes the configuration of MidoNet, which is kept in ZooKeeper.",
    subcommands = {
      DumpCommand.class,
      GetCommand.class,
      SetCommand.class,
      UnsetCommand.class,
      ImportCommand.class,
      TemplateListCommand.class,
      TemplateGetCommand.class,
      TemplateSetCommand.class,
      TemplateClearCommand.class,
      HostsCommand.class,
      DocCommand.class
    },
    footer = {
      "",
      "What holds on a host, strongest first: values for the host (-h), the template assigned to it,",
      "the template 'default' (-t default), the schema. 'mn-conf COMMAND --help' tells more.",
      "",
      "  echo \"cassandra.replication_factor : 3\" | mn-conf set -t default"
    })
public final class MnConf implements Runnable {

  static final int ABSENT = 1;
  static final int WRONG_USAGE = 2;
  static final int ENVIRONMENT = 3;

  @Spec private CommandSpec spec;

  @CommandLine.Option(names = "--help", usageHelp = true, description = "Shows this text.")
  private boolean help;

  private final Bootstrap bootstrap;

  MnConf(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** Runs one command and ends the process. */
  public static void main(String[] arguments) {
    // A command has no log; without a binding to look for, it starts a third faster.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    try {
      return commandLine(Bootstrap.find()).execute(arguments);
    } catch (ConfigurationException e) {
      System.err.println("mn-conf: " + e.getMessage());
      return WRONG_USAGE;
    }
  }

  static CommandLine commandLine(Bootstrap bootstrap) {
    return new CommandLine(new MnConf(bootstrap))
        .setExecutionExceptionHandler(
            (e, commandLine, parsed) -> explain(e, commandLine, bootstrap));
  }

  private static int explain(Exception e, CommandLine commandLine, Bootstrap bootstrap)
      throws Exception {
    switch (e) {
      case ConfigurationException refused -> {
        commandLine.getErr().println("mn-conf: " + refused.getMessage());
        return WRONG_USAGE;
      }
      case StorageUnavailableException away -> {
        commandLine
            .getErr()
            .println(
                "mn-conf: ZooKeeper at "
                    + bootstrap.hosts()
                    + " cannot be reached; that address is from "
                    + bootstrap.source()
                    + ".");
        commandLine.getErr().println("  Does it run?      echo ruok | nc HOST 2181");
        commandLine
            .getErr()
            .println(
                "  Another address:  [zookeeper] zookeeper_hosts = HOST:2181,... in "
                    + Bootstrap.CLUSTER_FILE
                    + ", or MIDO_ZOOKEEPER_HOSTS=HOST:2181,...");
        return ENVIRONMENT;
      }
      default -> throw e;
    }
  }

  Bootstrap bootstrap() {
    return bootstrap;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing command; there are " + String.join(", ", spec.subcommands().keySet()));
  }
}
