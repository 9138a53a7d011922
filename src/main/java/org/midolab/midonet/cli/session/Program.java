package org.midolab.midonet.cli.session;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.midolab.midonet.cli.failure.CliException;
import org.midolab.midonet.cli.schema.Schema;

/**
 * {@code midonet-cli}: an interactive session on a terminal, one command with {@code -e}, or a
 * script on standard input.
 *
 * <p>Exit codes are MidoNet's (docs: contract.md#cli-invocation): 0 when the last command
 * succeeded, 1 when it failed or the cluster cannot be used, 2 when settings are missing or wrong.
 */
public final class Program {

  /** A comment line, also after a byte order mark. */
  private static final Pattern COMMENT = Pattern.compile("\\ufeff?\\s*#");

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final Map<String, String> environment;
  private final Path home;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  Program(
      Map<String, String> environment,
      Path home,
      InputStream in,
      PrintStream out,
      PrintStream err) {
    this.environment = environment;
    this.home = home;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] args) {
    Path home = home(System.getenv(), System.getProperty("user.home", "/"));
    var cli = new Program(System.getenv(), home, System.in, System.out, System.err);
    int code = cli.run(args, isTerminal());
    System.out.flush();
    Runtime.getRuntime().halt(code); // the HTTP client's threads have nothing left to finish
  }

  /**
   * Returns the home directory as in a shell: {@code $HOME}, else the directory of the password
   * file.
   */
  static Path home(Map<String, String> environment, String listed) {
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.isEmpty() ? listed : home);
  }

  /**
   * Runs a session.
   *
   * @param terminal whether standard input is a terminal; only then there are a prompt and aliases
   * @return the exit code
   */
  int run(String[] args, boolean terminal) {
    Options options;
    try {
      options = Options.parse(args);
    } catch (Settings.Incomplete e) {
      err.println(e.getMessage() + ". See: midonet-cli --help");
      return USAGE;
    }
    if (options.help()) {
      out.print(Options.usage());
      return OK;
    }
    Settings settings;
    try {
      if (options.asksPassword()) {
        options = options.withPassword(askPassword());
      }
      settings = Settings.resolve(options, environment, RcFile.read(home.resolve(".midonetrc")));
    } catch (Settings.Incomplete e) {
      err.println(e.getMessage());
      return USAGE;
    }
    try (var rest = new Rest(settings, err)) {
      rest.open();
      return session(options, settings, rest, terminal) ? OK : FAILED;
    } catch (CliException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (IOException e) {
      err.println("Cannot read commands: " + e.getMessage());
      return FAILED;
    }
  }

  private boolean session(Options options, Settings settings, Rest rest, boolean terminal)
      throws IOException {
    var printer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    if (options.eval()) {
      var interpreter =
          new Interpreter(Schema.MIDONET, rest, new Aliases(false), settings.tenant(), printer);
      return interpreter.perform(String.join(" ", options.command())).succeeded();
    }
    if (!terminal) {
      return script(
          new Interpreter(Schema.MIDONET, rest, new Aliases(false), settings.tenant(), printer));
    }
    var aliases = new Aliases(true);
    try (var system = Shell.systemTerminal()) {
      Shell shell = Shell.on(system, home.resolve(".midonet-cli-history"), Schema.MIDONET, aliases);
      return shell.run(
          new Interpreter(Schema.MIDONET, rest, aliases, settings.tenant(), shell.out())::perform);
    }
  }

  /** Performs one command per line. After a failure it continues with the next line. */
  private boolean script(Interpreter interpreter) throws IOException {
    boolean succeeded = true;
    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank() || COMMENT.matcher(line).lookingAt()) {
        continue;
      }
      Interpreter.Outcome outcome = interpreter.perform(line);
      if (outcome.ends()) {
        return outcome == Interpreter.Outcome.END ? succeeded : false;
      }
      succeeded = outcome.succeeded();
    }
    return succeeded;
  }

  private static String askPassword() {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new Settings.Incomplete(
          "--password asks for the password and needs a terminal; without one set MIDO_PASSWORD or use ~/.midonetrc");
    }
    char[] password = console.readPassword("Password: ");
    return password == null ? "" : new String(password);
  }

  /**
   * Returns whether standard input is a terminal. It calls the kernel, since {@code
   * System.console()} also requires that standard output is a terminal.
   */
  private static boolean isTerminal() {
    try {
      String input = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
      return input.startsWith("/dev/pts/")
          || input.startsWith("/dev/tty")
          || input.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
