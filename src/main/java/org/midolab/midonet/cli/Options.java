package org.midolab.midonet.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What can be said on the command line (fact sheet "midonet", §5.1). There is no option for a
 * configuration file.
 */
@Command(
    name = "midonet-cli",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = {"midonet-cli [OPTIONS]", "       midonet-cli [OPTIONS] -e COMMAND..."},
    description =
        "Looks at MidoNet's virtual topology and changes it, through the cluster's REST API.",
    footer = {
      "",
      "On a terminal commands are read with a prompt, history and completion; 'help' lists them. Otherwise each line of"
          + " standard input is a command, and objects are named by UUID.",
      "",
      "Options beat the environment (MIDO_API_URL, MIDO_USER, MIDO_PASSWORD, MIDO_PROJECT_ID, MIDO_TENANT,"
          + " MIDO_DISABLE_SSL_CERTIFICATE_VALIDATION), which beats section [cli] of ~/.midonetrc (api_url, username,"
          + " password, project_id, tenant, disable_ssl_certificate_validation).",
      "",
      "Exit codes: 0 the last command succeeded, 1 it failed or the cluster cannot be used, 2 settings are missing or"
          + " wrong."
    })
final class Options {

  @Option(
      names = {"-e", "--eval"},
      description = "Perform one command, made of all remaining words, and exit.")
  boolean eval;

  @Option(
      names = {"-A", "--no-auth"},
      description = "Do not log in.")
  boolean noAuth;

  @Option(names = "--midonet-url", paramLabel = "URL", description = "Where the REST API is.")
  String url;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "Who logs in.")
  String user;

  @Option(
      names = {"-p", "--password"},
      description = "Ask for the password; needs a terminal.")
  boolean askPassword;

  @Option(
      names = {"-i", "--project-id"},
      paramLabel = "PROJECT",
      description = "Into which project.")
  String project;

  @Option(
      names = "--tenant",
      paramLabel = "UUID",
      description = "Work on the objects of one tenant.")
  String tenant;

  @Option(
      names = "--disable_ssl_certificate_validation",
      paramLabel = "BOOL",
      description = "Accept any certificate (default: false).")
  String disableCertificateValidation;

  @Option(
      names = {"-d", "--debug"},
      description = "Show requests and answers on standard error.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this and exit.")
  boolean help;

  @Parameters(paramLabel = "COMMAND", hidden = true)
  List<String> command = new ArrayList<>();

  /**
   * The answer to {@code --password}; never an argument, which everybody could read in the process
   * list.
   */
  String passwordText;
}
