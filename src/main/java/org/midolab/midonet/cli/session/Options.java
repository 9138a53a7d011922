package org.midolab.midonet.cli.session;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The options of the command line (docs: contract.md#cli-invocation). There is no option for a
 * configuration file. Options may appear between the words of a command.
 *
 * <p>The options are declared with picocli's model instead of annotations, since reflection would
 * take most of the start time.
 *
 * @param password the answer to {@code --password}; never an argument, since all users can read the
 *     process list
 * @param command the words of the command
 */
record Options(
    boolean eval,
    boolean noAuth,
    String url,
    String user,
    boolean asksPassword,
    String password,
    String project,
    String tenant,
    String disableCertificateValidation,
    boolean debug,
    boolean help,
    List<String> command) {

  private static final String SYNOPSIS = "midonet-cli [OPTIONS] [-e COMMAND...]";

  private static final String[] FOOTER = {
    "",
    "On a terminal commands are read with a prompt, history and completion; 'help'",
    "lists them. Otherwise each line of standard input is a command, and objects are",
    "named by UUID.",
    "",
    "Options override the environment (MIDO_API_URL, MIDO_USER, MIDO_PASSWORD,",
    "MIDO_PROJECT_ID, MIDO_TENANT, MIDO_DISABLE_SSL_CERTIFICATE_VALIDATION), which",
    "overrides section [cli] of ~/.midonetrc (api_url, username, password, project_id,",
    "tenant, disable_ssl_certificate_validation).",
    "",
    "  midonet-cli -e router list",
    "  midonet-cli < commands.txt",
    "",
    "Exit codes: 0 the last command succeeded, 1 it failed or the cluster cannot be",
    "used, 2 settings are missing or wrong.",
  };

  Options {
    command = List.copyOf(command);
  }

  /**
   * Reads the arguments.
   *
   * @throws Settings.Incomplete for an unknown option, or an option without its value
   */
  static Options parse(String... args) {
    ParseResult given;
    try {
      given = commandLine().parseArgs(args);
    } catch (ParameterException e) {
      throw new Settings.Incomplete(e.getMessage());
    }
    var options =
        new Options(
            given.hasMatchedOption("-e"),
            given.hasMatchedOption("-A"),
            given.matchedOptionValue("--midonet-url", null),
            given.matchedOptionValue("-u", null),
            given.hasMatchedOption("-p"),
            null,
            given.matchedOptionValue("-i", null),
            given.matchedOptionValue("--tenant", null),
            given.matchedOptionValue("--disable_ssl_certificate_validation", null),
            given.hasMatchedOption("-d"),
            given.hasMatchedOption("-h"),
            given.matchedPositionalValue(0, List.of()));
    if (!options.eval && !options.help && !options.command.isEmpty()) {
      throw new Settings.Incomplete(
          "Unexpected argument '" + options.command.getFirst() + "'; a command follows -e");
    }
    return options;
  }

  /** Returns the text of {@code --help}. */
  static String usage() {
    return commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  Options withPassword(String answer) {
    return new Options(
        eval,
        noAuth,
        url,
        user,
        asksPassword,
        answer,
        project,
        tenant,
        disableCertificateValidation,
        debug,
        help,
        command);
  }

  private static CommandLine commandLine() {
    CommandSpec spec = CommandSpec.create().name("midonet-cli");
    spec.usageMessage()
        .customSynopsis(SYNOPSIS)
        .description("Shows and changes MidoNet's virtual topology through the REST API.")
        .sortOptions(false)
        .footer(FOOTER);
    spec.addOption(flag("Perform one command, made of all remaining words.", "-e", "--eval"))
        .addOption(flag("Require no credentials; given ones are used.", "-A", "--no-auth"))
        .addOption(value("URL", "The URL of the REST API.", "--midonet-url"))
        .addOption(value("USER", "The user who logs in.", "-u", "--user"))
        .addOption(flag("Ask for the password; needs a terminal.", "-p", "--password"))
        .addOption(value("ID", "The project to log in to.", "-i", "--project-id"))
        .addOption(value("UUID", "Select the objects of one tenant.", "--tenant"))
        .addOption(
            value(
                "BOOL",
                "Accept any certificate (default: false).",
                "--disable_ssl_certificate_validation"))
        .addOption(flag("Show requests and answers on standard error.", "-d", "--debug"))
        .addOption(flag("Print this and exit.", "-h", "--help"))
        .addPositional(
            PositionalParamSpec.builder()
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .hidden(true)
                .build());
    // As in MidoNet's client, the last of two equal options wins, and a word may begin with '@'.
    return new CommandLine(spec).setOverwrittenOptionsAllowed(true).setExpandAtFiles(false);
  }

  private static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .arity("0")
        .type(boolean.class)
        .description(description)
        .build();
  }

  private static OptionSpec value(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .arity("1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }
}
