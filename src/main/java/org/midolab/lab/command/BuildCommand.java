package org.midolab.lab.command;

import java.util.concurrent.Callable;
import org.midolab.lab.runtime.Engine;
import org.midolab.lab.runtime.Images;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.Setup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lab build}. */
@Command(
    name = "build",
    description = {
      "Builds the parts of labs that are missing or stale: the datapath's programs"
          + " (target/bpf), Debian packages, node images.",
      "'lab up' does this, too; use it alone for tests that need no lab, such as those of the datapath."
    },
    footer = {"", "Example:", "  ./lab build --yes"},
    mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {

  @Mixin private Consent consent;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine().getOut());
    LabHome home = LabHome.find();
    new Setup(home).require(consent, console);
    try (Engine engine = Engine.connect()) {
      Images.buildAll(home, engine, console);
    }
    return 0;
  }
}
