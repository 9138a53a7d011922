package org.midolab.midonet.conf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code mn-conf} (docs: contract.md#configuration): shows and changes the
 * configuration of all daemons in ZooKeeper.
 *
 * <p>Exit codes: 0 success; 2 wrong usage, or a value that is not allowed (nothing was changed); 3
 * ZooKeeper cannot be reached, or this host has no id and the user may not create one; 11 the key
 * or value does not exist (as in MidoNet).
 */
@Command(
    name = "mn-conf",
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows and changes the configuration of MidoNet, which is kept in ZooKeeper.",
    footer = {
      "",
      "A value is taken from the first of these that sets it: the host (-h), the template assigned"
          + " to it,",
      "the template 'default' (-t default), the schema. For details: 'mn-conf COMMAND --help'.",
      "",
      "  echo \"cassandra.replication_factor : 3\" | mn-conf set -t default"
    })
public final class MnConf implements Runnable {

  /**
   * Commands by name. Only the named command is created, since reflection takes most of the start
   * time.
   */
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  static final int ABSENT = 11;
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
    // Commands do not log. Without the search for an SLF4J provider they start a third faster.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    try {
      return commandLine(Bootstrap.find(), arguments).execute(arguments);
    } catch (ConfigurationException e) {
      System.err.println("mn-conf: " + e.getMessage());
      return WRONG_USAGE;
    }
  }

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("dump", DumpCommand::new);
    commands.put("get", GetCommand::new);
    commands.put("set", SetCommand::new);
    commands.put("unset", UnsetCommand::new);
    commands.put("import", ImportCommand::new);
    commands.put("template-list", TemplateListCommand::new);
    commands.put("template-get", TemplateGetCommand::new);
    commands.put("template-set", TemplateSetCommand::new);
    commands.put("template-clear", TemplateClearCommand::new);
    commands.put("hosts", HostsCommand::new);
    commands.put("doc", DocCommand::new);
    commands.put("dump-bundled-config", BundledCommand::new);
    commands.put("deploy", DeployCommand::new);
    return commands;
  }

  /**
   * Returns the parser for one call: for the named command, or for all commands if none is named.
   */
  static CommandLine commandLine(Bootstrap bootstrap, String... arguments) {
    CommandLine commandLine = new CommandLine(new MnConf(bootstrap));
    String named = arguments.length == 0 ? "" : arguments[0];
    COMMANDS.forEach(
        (name, command) -> {
          if (name.equals(named) || !COMMANDS.containsKey(named)) {
            commandLine.addSubcommand(name, command.get());
          }
        });
    return commandLine.setExecutionExceptionHandler(
        (e, failed, parsed) -> explain(e, failed, bootstrap));
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
                    + " cannot be reached; the address is from  "
                    + bootstrap.source()
                    + ".");
        commandLine.getErr().println("  Check it with:       echo ruok | nc HOST 2181");
        commandLine
            .getErr()
            .println(
                "  To use another address: [zookeeper] zookeeper_hosts = HOST:2181,... in "
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
        spec.commandLine(), "Missing command; use one of  " + String.join(", ", COMMANDS.keySet()));
  }
}
