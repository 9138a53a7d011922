package org.midolab.lab.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.midolab.lab.runtime.Engine;
import org.midolab.lab.runtime.KnownLab;
import org.midolab.lab.runtime.KnownLab.Standing;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.LabRemoval;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.LabName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code lab clean [LAB…]}. */
@Command(
    name = "clean",
    description = {
      "Shows what labs left behind on this machine, and removes it after confirmation.",
      "A lab whose containers run stays unless you name it. Another checkout's lab that is up always"
          + " stays."
    },
    footer = {"", "Example:", "  ./lab clean --images"},
    mixinStandardHelpOptions = true)
final class CleanCommand implements Callable<Integer> {

  private List<LabName> words = List.of();

  @Option(
      names = {"-l", "--lab"},
      paramLabel = "LAB",
      converter = LabArgument.class,
      description = "A lab, like a word; may be given several times.")
  private List<LabName> options = List.of();

  @Option(names = "--images", description = "Remove images, too; the next boot builds them again.")
  private boolean images;

  @Option(
      names = {"-y", "--yes"},
      description = "Remove without asking.")
  private boolean yes;

  @Spec private CommandSpec spec;

  private final Supplier<Remains> remains;

  CleanCommand() {
    this(OnThisMachine::look);
  }

  /**
   * @param remains opens what is looked at and removed
   */
  CleanCommand(Supplier<Remains> remains) {
    this.remains = remains;
  }

  /** The labs and images of a machine. */
  interface Remains extends AutoCloseable {

    /** Returns all labs. */
    List<KnownLab> labs();

    void remove(KnownLab lab);

    /** Removes the images that no container uses. Returns their names. */
    List<String> removeImages();

    @Override
    void close();
  }

  /** What this machine's engine and this checkout have. */
  private record OnThisMachine(Engine engine, LabRemoval removal) implements Remains {

    static Remains look() {
      Engine engine = Engine.connect();
      return new OnThisMachine(engine, LabRemoval.of(engine, LabHome.find()));
    }

    @Override
    public List<KnownLab> labs() {
      return removal.all();
    }

    @Override
    public void remove(KnownLab lab) {
      removal.remove(lab);
    }

    @Override
    public List<String> removeImages() {
      return removal.removeImages();
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  /**
   * Converts the names here and not in a converter: in a list of values, picocli takes a
   * converter's error as the end of the list.
   */
  @Parameters(
      arity = "0..*",
      paramLabel = "LAB",
      description = "Labs to remove even if they are up; limits the removal to these names.")
  void setWords(List<String> names) {
    try {
      words = names.stream().map(new LabArgument()::convert).toList();
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine().getOut());
    try (Remains found = remains.get()) {
      Choice choice = Choice.of(found.labs(), named());
      choice.removed().forEach(lab -> console.line("  to remove: " + lab.describe()));
      choice.kept().forEach(lab -> console.line("  stays, " + reason(lab)));
      if (images) {
        console.line("  to remove: images that no container uses");
      }
      if (choice.removed().isEmpty() && !images) {
        console.line("Nothing was left behind.");
        return 0;
      }
      if (!agreed()) {
        console.line("Nothing is removed. Remove it with: ./lab " + again(named(), images));
        return 0;
      }
      choice.removed().forEach(found::remove);
      if (images) {
        console.line("Images removed: " + found.removeImages().size());
      }
      console.line("Labs removed: " + choice.removed().size());
    }
    return 0;
  }

  private static String reason(KnownLab lab) {
    return lab.standing() == Standing.ABANDONED
        ? "no valid state of it is here, so name it to remove it: " + lab.describe()
        : "it is up: " + lab.describe();
  }

  /** Returns the arguments that remove the same without asking, and no more than was shown. */
  static String again(List<LabName> named, boolean images) {
    Stream<String> names = named.stream().map(LabName::value);
    Stream<String> options = Stream.of("--images", "--yes").skip(images ? 0 : 1);
    return Stream.of(Stream.of("clean"), names, options)
        .flatMap(words -> words)
        .collect(Collectors.joining(" "));
  }

  /** Returns the labs that were named, by words and by options. */
  List<LabName> named() {
    return Stream.concat(words.stream(), options.stream()).distinct().toList();
  }

  private boolean agreed() {
    if (yes) {
      return true;
    }
    var terminal = System.console();
    if (terminal == null || !terminal.isTerminal()) {
      return false;
    }
    String answer = terminal.readLine("Remove it? [y/N] ");
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  /**
   * Which labs are removed and which are kept.
   *
   * @param removed leftovers, and the named labs of this checkout or of none
   * @param kept labs that are up, booting or abandoned, and were not named
   */
  record Choice(List<KnownLab> removed, List<KnownLab> kept) {

    /**
     * @param named the labs that the user named; empty means every leftover
     * @throws WrongUsage if a name is unknown, or is that of another checkout's lab that is up
     */
    static Choice of(List<KnownLab> known, List<LabName> named) {
      for (LabName name : named) {
        List<KnownLab> same = known.stream().filter(lab -> lab.name().equals(name)).toList();
        if (same.stream().noneMatch(lab -> mayBeRemoved(lab, same))) {
          throw new WrongUsage(DownCommand.absent(name, known));
        }
      }
      List<KnownLab> removed = new ArrayList<>();
      List<KnownLab> kept = new ArrayList<>();
      for (KnownLab lab : known) {
        boolean chosen = named.contains(lab.name()) && mayBeRemoved(lab, known);
        if (named.isEmpty() ? lab.standing() == Standing.LEFTOVER : chosen) {
          removed.add(lab);
        } else if (lab.standing() != Standing.LEFTOVER) {
          kept.add(lab);
        }
      }
      return new Choice(removed, kept);
    }

    /** A name means this checkout's lab, if it has one, and else an abandoned one. */
    private static boolean mayBeRemoved(KnownLab lab, List<KnownLab> known) {
      return switch (lab.standing()) {
        case LEFTOVER -> true;
        case ABANDONED ->
            lab.own()
                || known.stream().noneMatch(each -> each.own() && each.name().equals(lab.name()));
        case UP, BOOTING -> lab.own();
      };
    }
  }
}
