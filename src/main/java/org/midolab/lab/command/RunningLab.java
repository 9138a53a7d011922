package org.midolab.lab.command;

import java.util.List;
import java.util.stream.Collectors;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.LabName;
import picocli.CommandLine.Option;

/** Which lab a verb is about: the one named, or the only one that is up. */
final class RunningLab {

  @Option(
      names = {"-l", "--lab"},
      paramLabel = "LAB",
      converter = LabArgument.class,
      description = "The lab; not needed while only one is up.")
  private LabName name;

  org.midolab.lab.runtime.Lab attach() {
    LabHome home = LabHome.find();
    return org.midolab.lab.runtime.Lab.attach(home, name(home));
  }

  private LabName name(LabHome home) {
    return name != null ? name : only(org.midolab.lab.runtime.Lab.running(home));
  }

  /** The lab that is meant when none is named. */
  static LabName only(List<LabName> up) {
    return switch (up.size()) {
      case 0 -> throw new WrongUsage("no lab is up; start one with: ./lab up quickstart");
      case 1 -> up.getFirst();
      default -> throw new WrongUsage("which lab? --lab takes one of: " + names(up));
    };
  }

  static String names(List<LabName> labs) {
    return labs.stream().map(LabName::value).collect(Collectors.joining(", "));
  }
}
