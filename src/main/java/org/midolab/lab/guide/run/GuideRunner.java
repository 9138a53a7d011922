package org.midolab.lab.guide.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.Catalogue.Item;
import org.midolab.lab.guide.catalogue.Catalogue.Kind;
import org.midolab.lab.guide.catalogue.Catalogue.Status;
import org.midolab.lab.guide.catalogue.FeatureFiles;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.catalogue.StepName;
import org.midolab.lab.guide.catalogue.UnknownStepException;
import org.midolab.lab.guide.catalogue.Waivers;

/**
 * Runs the guide's features in one of three modes. All performing and observing of the guide uses
 * this class.
 *
 * <pre>{@code
 * var result = GuideRunner.of(features)
 *     .mode(Mode.OBSERVE)
 *     .only(new StepName("4.4"))
 *     .with(tools)             // objects for the steps: the lab's nodes, its secrets
 *     .listener(progress)
 *     .run();
 * }</pre>
 */
public final class GuideRunner {

  private static final String STEPS = "classpath:/org/midolab/lab/guide/steps";

  /** Enough for the effect of a command that the user typed just before the check. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Path features;
  private final List<Object> tools = new ArrayList<>();
  private final List<String> plugins = new ArrayList<>();
  private Mode mode = Mode.PERFORM_AND_OBSERVE;
  private Journal journal = new Journal(new Redactor());
  private GuideListener listener = GuideListener.SILENT;
  private String glue = STEPS;
  private Duration patience = PATIENCE;
  private StepName only;
  private StepName upTo;
  private Set<String> exactly = Set.of();

  private GuideRunner(Path features) {
    this.features = features;
  }

  /**
   * Creates a runner.
   *
   * @param features the directory of the features and of the catalogue
   */
  public static GuideRunner of(Path features) {
    return new GuideRunner(features);
  }

  public GuideRunner mode(Mode mode) {
    this.mode = mode;
    return this;
  }

  /** Runs only this step. If the run performs, it first performs all that the step needs. */
  public GuideRunner only(StepName step) {
    this.only = step;
    return this;
  }

  /** Runs the guide up to the end of this step. */
  public GuideRunner upTo(StepName step) {
    this.upTo = step;
    return this;
  }

  /**
   * Runs only these scenarios, without their prerequisites: for a lab that satisfies them.
   *
   * @param ids ids of scenarios, see {@link GuideScenario#id()}
   */
  public GuideRunner exactly(Collection<String> ids) {
    this.exactly = Set.copyOf(ids);
    return this;
  }

  /** Adds objects that the steps use. They are passed to the steps' constructors by type. */
  public GuideRunner with(Collection<?> tools) {
    this.tools.addAll(tools);
    return this;
  }

  public GuideRunner journal(Journal journal) {
    this.journal = journal;
    return this;
  }

  public GuideRunner listener(GuideListener listener) {
    this.listener = listener;
    return this;
  }

  /** Adds a Cucumber plugin, such as {@code html:reports/cucumber.html}. */
  public GuideRunner plugin(String plugin) {
    plugins.add(plugin);
    return this;
  }

  /** Sets the total time that an observing run waits for results that it does not see at once. */
  public GuideRunner patience(Duration patience) {
    this.patience = patience;
    return this;
  }

  GuideRunner glue(String glue) {
    this.glue = glue;
    return this;
  }

  /** Returns the scenarios that {@link #run} would run, in order. */
  public List<GuideScenario> plan() {
    var catalogue = Catalogue.read(features);
    return route(catalogue, FeatureFiles.in(features)).scenarios();
  }

  /**
   * Runs all scenarios of the route, even if some fail.
   *
   * @throws UnknownStepException if the step is unknown, or if there is no scenario to run
   * @throws GuideDataException if a data file of the guide is not valid
   */
  public GuideResult run() {
    return walk(false);
  }

  /** Runs without performing or observing anything. Finds steps that have no definition or two. */
  GuideResult rehearse() {
    return walk(true);
  }

  private GuideResult walk(boolean dry) {
    var started = Instant.now();
    var catalogue = Catalogue.read(features);
    var waivers = Waivers.read(features);
    var files = FeatureFiles.in(features);
    var walk = new Walk(route(catalogue, files), catalogue, listener);
    var cucumber = new Walker.Cucumber(glue, plugins);
    // A run of chosen scenarios is recorded for a certificate, so it runs one scenario at a time.
    boolean apart = mode == Mode.OBSERVE && plugins.isEmpty() && exactly.isEmpty();
    new Walker(files, waivers, walk, mode, journal, tools, cucumber, patience, apart, dry).run();
    return new GuideResult(
        mode, catalogue, waivers, walk.results(), Duration.between(started, Instant.now()));
  }

  private Route route(Catalogue catalogue, FeatureFiles files) {
    if (!exactly.isEmpty()) {
      return Route.through(catalogue, exactly(catalogue, files));
    }
    var wanted = wanted(catalogue);
    var scenarios =
        files.scenarios(catalogue).stream()
            .filter(s -> !s.items().isEmpty())
            .filter(s -> s.items().stream().anyMatch(wanted::contains))
            .filter(
                s ->
                    s.items().stream()
                        .allMatch(item -> wanted.contains(item) || !isBeyond(catalogue, item)))
            .toList();
    var harmless =
        mode.performs() ? scenarios : scenarios.stream().filter(s -> !s.disturbs()).toList();
    if (harmless.isEmpty()) {
      throw new UnknownStepException(
          scenarios.isEmpty()
              ? nothingCovered()
              : "nothing to run: a check leaves out scenarios that change the lab for their time");
    }
    return Route.through(catalogue, harmless);
  }

  private String nothingCovered() {
    return "nothing to run: no scenario covers "
        + (only != null ? only.text() : "any step")
        + (only == null
            ? ""
            : "; it is waived or not supported yet, see " + features.resolve(Waivers.FILE));
  }

  private List<GuideScenario> exactly(Catalogue catalogue, FeatureFiles files) {
    var found =
        files.scenarios(catalogue).stream()
            .filter(s -> !s.items().isEmpty() && exactly.contains(s.id()))
            .toList();
    var ids = found.stream().map(GuideScenario::id).toList();
    for (var id : exactly) {
      if (Collections.frequency(ids, id) != 1) {
        throw new UnknownStepException(
            "expected one scenario %s in %s, found %d"
                .formatted(id, features, Collections.frequency(ids, id)));
      }
    }
    return found;
  }

  private Set<Item> wanted(Catalogue catalogue) {
    if (only != null) {
      var named = only.in(catalogue);
      var wanted = new LinkedHashSet<>(named);
      if (mode.performs()) {
        wanted.addAll(catalogue.everythingBefore(named));
      } else if (named.stream().anyMatch(item -> item.kind() == Kind.DO)) {
        // A section with steps to perform is graded without the claims that hold only later; a
        // section that only describes is checked as a whole.
        wanted.removeIf(item -> comesLater(catalogue, item, named.getLast()));
      }
      return wanted;
    }
    if (upTo != null) {
      var named = upTo.in(catalogue);
      var all = catalogue.items();
      var wanted = new LinkedHashSet<>(all.subList(0, all.indexOf(named.getLast()) + 1));
      var needed = catalogue.everythingBefore(named);
      wanted.removeIf(
          item -> isBeyond(catalogue, item) && !named.contains(item) && !needed.contains(item));
      wanted.removeIf(item -> mode == Mode.PERFORM && comesLater(catalogue, item, named.getLast()));
      return wanted;
    }
    var wanted = new LinkedHashSet<>(catalogue.items());
    wanted.removeIf(item -> isCertified(catalogue, item));
    if (mode != Mode.PERFORM_AND_OBSERVE) {
      wanted.removeIf(item -> isBeyond(catalogue, item));
    }
    return wanted;
  }

  /** Reports whether an item injects faults. Such scenarios run only if they are named. */
  private static boolean isBeyond(Catalogue catalogue, Item item) {
    return catalogue.chapterOf(item).status() == Status.BEYOND || isCertified(catalogue, item);
  }

  private static boolean isCertified(Catalogue catalogue, Item item) {
    return catalogue.chapterOf(item).status() == Status.CERTIFIED;
  }

  /**
   * Reports whether the guide states the item before it can be true: it needs items after the end
   * of the walk.
   */
  private static boolean comesLater(Catalogue catalogue, Item item, Item end) {
    var order = catalogue.positions();
    return catalogue.everythingBefore(List.of(item)).stream()
        .anyMatch(n -> order.get(n.id()) > order.get(end.id()));
  }
}
