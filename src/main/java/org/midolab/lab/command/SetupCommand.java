package org.midolab.lab.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.midolab.lab.runtime.Engine;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.Setup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lab setup}. */
@Command(
    name = "setup",
    description = {
      "Shows what this machine lacks, with the command that fixes it, and fixes it if allowed.",
      "Docker engine, mmdebstrap and Maven come from Debian's own packages."
    },
    footer = {"", "Example:", "  ./lab setup --yes"},
    mixinStandardHelpOptions = true)
final class SetupCommand implements Callable<Integer> {

  @Mixin private Consent consent;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine().getOut());
    Setup setup = new Setup(LabHome.find());
    List<Setup.Missing> missing = setup.missing();
    if (missing.isEmpty()) {
      console.line("Nothing is missing.");
      tellConfinement(console);
      return 0;
    }
    missing.forEach(one -> console.line("  missing: " + one.what() + "\n      fix: " + one.fix()));
    setup.require(consent, console);
    tellConfinement(console);
    return 0;
  }

  private static void tellConfinement(Console console) {
    try (Engine engine = Engine.connect()) {
      console.line("  " + confinement(engine.confinement()));
    }
  }

  static String confinement(List<String> names) {
    String all = names.isEmpty() ? "capabilities only" : String.join(", ", names);
    return "nodes are confined by: "
        + all
        + (names.contains("apparmor")
            ? "; nodes with systemd run without AppArmor, whose default profile denies mount"
            : "; AppArmor is off");
  }
}
