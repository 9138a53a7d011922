package org.midolab.lab.command;

import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.midolab.lab.runtime.Setup;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * Decides whether the machine may be changed: by {@code --yes}, by the environment, or by asking
 * the user at a terminal.
 */
final class Consent implements BooleanSupplier {

  @Option(
      names = {"-y", "--yes"},
      scope = ScopeType.INHERIT,
      description = "Set up what the machine lacks without asking, like CI and MIDOLAB_SETUP=yes.")
  private boolean yes;

  @Override
  public boolean getAsBoolean() {
    if (yes || Setup.allowedByEnvironment()) {
      return true;
    }
    var terminal = System.console();
    if (terminal == null || !terminal.isTerminal()) {
      return false;
    }
    String answer =
        terminal.readLine(
            "This machine lacks something that labs need (./lab setup shows what)."
                + " Install and start it now? [y/N] ");
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
