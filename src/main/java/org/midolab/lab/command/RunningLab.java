package org.midolab.lab.command;

import java.util.List;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.WrongUsage;
import picocli.CommandLine.Option;

/** Which lab a verb is about: the one named, or the only one that is up. */
final class RunningLab {

  @Option(
      names = {"-l", "--lab"},
      paramLabel = "LAB",
      description = "The lab; not needed while only one is up.")
  private String name;

  org.midolab.lab.runtime.Lab attach() {
    LabHome home = LabHome.find();
    return org.midolab.lab.runtime.Lab.attach(home, name(home));
  }

  private String name(LabHome home) {
    if (name != null) {
      return name;
    }
    List<String> up = org.midolab.lab.runtime.Lab.running(home);
    return switch (up.size()) {
      case 0 -> throw new WrongUsage("no lab is up; start one with: ./lab up quickstart");
      case 1 -> up.getFirst();
      default -> throw new WrongUsage("which lab? --lab takes one of: " + String.join(", ", up));
    };
  }
}
