package org.midolab.lab.command;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.midolab.lab.runtime.Engine;
import org.midolab.lab.runtime.KnownLab;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.LabRemoval;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.LabName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab down [LAB]}. */
@Command(
    name = "down",
    description = {
      "Removes a lab of this checkout at once: nodes, links, networks and state.",
      "Labs of other checkouts are left alone."
    },
    footer = {"", "Example:", "  ./lab down quickstart"},
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "LAB",
      converter = LabArgument.class,
      description = "The lab's name; not needed while only one is up.")
  private LabName word;

  @Mixin private RunningLab running;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<LabName> named = named();
    Console console = new Console(spec.commandLine().getOut());
    long start = System.nanoTime();
    try (Engine engine = Engine.connect()) {
      LabRemoval removal = LabRemoval.of(engine, LabHome.find());
      List<KnownLab> known = removal.all();
      LabName name = named.orElseGet(() -> RunningLab.only(own(known)));
      if (!removal.remove(name)) {
        throw new WrongUsage(absent(name, known));
      }
      console.finished("lab " + name + " is gone", Duration.ofNanos(System.nanoTime() - start));
    }
    return 0;
  }

  /** Returns the lab that was named, by a word or by {@code --lab}. */
  Optional<LabName> named() {
    return running.name(word);
  }

  private static List<LabName> own(List<KnownLab> known) {
    return known.stream().filter(KnownLab::own).map(KnownLab::name).toList();
  }

  /** Returns the reason why a lab of that name cannot be removed from this checkout. */
  static String absent(LabName name, List<KnownLab> known) {
    return known.stream()
        .filter(lab -> lab.name().equals(name) && !lab.own())
        .findFirst()
        .map(
            lab ->
                lab.ownerless()
                    ? "lab "
                        + lab.describe()
                        + " is a leftover of another checkout; remove it with: ./lab clean "
                        + name
                    : "lab " + lab.describe() + " is another checkout's; remove it from there")
        .orElseGet(
            () ->
                "lab '%s' is not up; up: %s"
                    .formatted(name, own(known).isEmpty() ? "none" : RunningLab.names(own(known))));
  }
}
