package org.midolab.midonet.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What can be said on the command line (fact sheet "midonet", §5.1). There is no option for a
 * configuration file.
 *
 * <p>Read by hand, although picocli is at hand: its classes are of a class file version that the
 * JVM's ahead-of-time cache leaves out, and cost more than all else that {@code --help} and {@code
 * -e} do.
 */
final class Options {

  static final String HELP =
      """
      Usage: midonet-cli [OPTIONS]
             midonet-cli [OPTIONS] -e COMMAND...
      Looks at MidoNet's virtual topology and changes it, through the cluster's REST API.

        -e, --eval              Perform one command, made of all remaining words, and exit.
        -A, --no-auth           Do not log in.
            --midonet-url URL   Where the REST API is.
        -u, --user USER         Who logs in.
        -p, --password          Ask for the password; needs a terminal.
        -i, --project-id ID     Into which project.
            --tenant UUID       Work on the objects of one tenant.
            --disable_ssl_certificate_validation BOOL
                                Accept any certificate (default: false).
        -d, --debug             Show requests and answers on standard error.
        -h, --help              Print this and exit.

      On a terminal commands are read with a prompt, history and completion; 'help' lists them. Otherwise each
      line of standard input is a command, and objects are named by UUID.

      Options beat the environment (MIDO_API_URL, MIDO_USER, MIDO_PASSWORD, MIDO_PROJECT_ID, MIDO_TENANT,
      MIDO_DISABLE_SSL_CERTIFICATE_VALIDATION), which beats section [cli] of ~/.midonetrc (api_url, username,
      password, project_id, tenant, disable_ssl_certificate_validation).

      Exit codes: 0 the last command succeeded, 1 it failed or the cluster cannot be used, 2 settings are
      missing or wrong.
      """;

  boolean eval;
  boolean noAuth;
  String url;
  String user;
  boolean askPassword;
  String project;
  String tenant;
  String disableCertificateValidation;
  boolean debug;
  boolean help;

  /** The words of the command; options may stand between them. */
  final List<String> command = new ArrayList<>();

  /**
   * The answer to {@code --password}; never an argument, which everybody could read in the process
   * list.
   */
  String passwordText;

  private Options() {}

  /**
   * Reads the arguments.
   *
   * @throws Settings.Incomplete for an option that is unknown, or lacks its value
   */
  static Options parse(String... args) {
    var options = new Options();
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (arg.length() < 2 || arg.charAt(0) != '-') {
        options.command.add(arg);
        continue;
      }
      int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
      String name = equals < 0 ? arg : arg.substring(0, equals);
      if (options.set(name)) {
        if (equals >= 0) {
          throw new Settings.Incomplete("Option " + name + " takes no value");
        }
        continue;
      }
      String value = equals >= 0 ? arg.substring(equals + 1) : ++i < args.length ? args[i] : null;
      options.set(name, value);
    }
    if (!options.eval && !options.help && !options.command.isEmpty()) {
      throw new Settings.Incomplete(
          "Unexpected argument '" + options.command.getFirst() + "'; a command follows -e");
    }
    return options;
  }

  private boolean set(String name) {
    switch (name) {
      case "-e", "--eval" -> eval = true;
      case "-A", "--no-auth" -> noAuth = true;
      case "-p", "--password" -> askPassword = true;
      case "-d", "--debug" -> debug = true;
      case "-h", "--help" -> help = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  private void set(String name, String value) {
    switch (name) {
      case "--midonet-url" -> url = value;
      case "-u", "--user" -> user = value;
      case "-i", "--project-id" -> project = value;
      case "--tenant" -> tenant = value;
      case "--disable_ssl_certificate_validation" -> disableCertificateValidation = value;
      default -> throw new Settings.Incomplete("Unknown option '" + name + "'");
    }
    if (value == null) {
      throw new Settings.Incomplete("Option " + name + " needs a value");
    }
  }
}
