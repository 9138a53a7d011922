package org.midolab.lab.command;

import java.util.List;
import java.util.concurrent.Callable;
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
      "Shows what this machine lacks, with the command that cures it, and cures it if allowed.",
      "Docker engine, mmdebstrap and Maven come from Debian's own packages."
    },
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
      return 0;
    }
    missing.forEach(one -> console.line("  missing: " + one.what() + "\n     cure: " + one.cure()));
    setup.require(consent, console);
    return 0;
  }
}
