package org.midolab.lab.certificate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.certificate.Certificate.FeatureClaim;
import org.midolab.lab.certificate.Certificate.ScenarioOutcome;
import org.midolab.lab.certificate.profile.Declaration;
import org.midolab.lab.certificate.profile.Product;
import org.midolab.lab.certificate.profile.Profile;
import org.midolab.lab.certificate.run.Load;
import org.midolab.lab.certificate.run.RunEvent;
import org.midolab.lab.certificate.run.RunRecord;

/**
 * The result of a run under a profile and a product's declaration (docs:
 * certification.md#outcomes). The issuer and the verifier of a certificate compute it in the same
 * way from the log.
 *
 * @param refusals the reasons for which no certificate is possible, a sentence each; empty if one
 *     is possible
 */
record Assessment(
    List<FeatureClaim> features, List<ScenarioOutcome> scenarios, List<String> refusals) {

  static Assessment of(Profile profile, Product product, RunRecord run, LocalDate day) {
    var judge = new Judge(product, run);
    judge.refusals.addAll(run.faults());
    judge.refusals.addAll(product.faults(profile, day));
    profile.features().forEach(judge::feature);
    judge.strangers(profile);
    judge.disturbance();
    return new Assessment(judge.features, judge.outcomes, List.copyOf(judge.refusals));
  }

  String result() {
    if (!refusals.isEmpty()) {
      return Certificate.FAILED;
    }
    return scenarios.stream()
            .map(ScenarioOutcome::outcome)
            .anyMatch(o -> o == CertifiedOutcome.DEVIATION || o == CertifiedOutcome.NOT_OBSERVABLE)
        ? Certificate.WARNED
        : Certificate.PASSED;
  }

  /** Outcomes of observed scenarios. A feature without any of them was not tested. */
  private static final Set<CertifiedOutcome> OBSERVED =
      EnumSet.of(CertifiedOutcome.PASSED, CertifiedOutcome.FAILED, CertifiedOutcome.DEVIATION);

  private static final class Judge {

    private final Product product;
    private final RunRecord run;
    private final List<FeatureClaim> features = new ArrayList<>();
    private final List<ScenarioOutcome> outcomes = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    Judge(Product product, RunRecord run) {
      this.product = product;
      this.run = run;
    }

    void feature(Profile.Feature feature) {
      var unsupported = product.unsupported(feature.name()).filter(u -> !feature.core());
      features.add(
          new FeatureClaim(
              feature.name(),
              feature.title(),
              feature.core(),
              unsupported.isEmpty(),
              unsupported.map(Declaration::sentence).orElse("")));
      if (unsupported.isPresent()) {
        var remark = "declared not supported: " + unsupported.get().sentence();
        feature.scenarios().forEach(s -> add(feature, s, CertifiedOutcome.NOT_RUN, remark));
        return;
      }
      feature.scenarios().forEach(s -> scenario(feature, s));
      if (!has(feature, OBSERVED)) {
        refusals.add("feature " + feature.name() + ": no scenario of it was observed");
      } else if (feature.core() && !has(feature, EnumSet.of(CertifiedOutcome.PASSED))) {
        // Otherwise a product whose failures are all declared would be certified.
        refusals.add("feature " + feature.name() + " is core: no scenario of it passed");
      }
    }

    private boolean has(Profile.Feature feature, Set<CertifiedOutcome> outcome) {
      return outcomes.stream()
          .anyMatch(o -> o.feature().equals(feature.name()) && outcome.contains(o.outcome()));
    }

    private void scenario(Profile.Feature feature, Profile.Scenario scenario) {
      var unobservable = product.unobservable(scenario.id());
      var ended = walked(scenario.id()).flatMap(RunRecord.Walked::outcome);
      titled(scenario);
      if (unobservable.isPresent()) {
        add(feature, scenario, CertifiedOutcome.NOT_OBSERVABLE, unobservable.get().sentence());
      } else if (ended.isEmpty()) {
        add(feature, scenario, CertifiedOutcome.NOT_RUN, "this run did not come to it");
        refusals.add(scenario.id() + ": not run");
      } else {
        judged(feature, scenario, ended.get());
      }
    }

    private void judged(
        Profile.Feature feature, Profile.Scenario scenario, RunEvent.ScenarioFinished ended) {
      var id = scenario.id();
      switch (ended.outcome()) {
        case "passed" -> {
          add(feature, scenario, CertifiedOutcome.PASSED, "");
          complete(scenario);
        }
        case "not applicable" -> {
          // No rule evaluates the probe's evidence again, so this outcome could hide a scenario.
          add(feature, scenario, CertifiedOutcome.NOT_APPLICABLE, ended.detail());
          refusals.add(id + ": not applicable, which cannot be judged again: " + ended.detail());
        }
        case "blocked" -> {
          add(feature, scenario, CertifiedOutcome.BLOCKED, ended.detail());
          refusals.add(id + ": " + ended.detail());
        }
        case "failed" -> {
          var deviation = product.deviation(id);
          add(
              feature,
              scenario,
              deviation.isPresent() ? CertifiedOutcome.DEVIATION : CertifiedOutcome.FAILED,
              deviation.map(Declaration::sentence).orElse(ended.detail()));
          if (deviation.isEmpty()) {
            refusals.add(id + ": failed");
          }
        }
        default -> {
          add(feature, scenario, CertifiedOutcome.NOT_RUN, ended.outcome() + ": " + ended.detail());
          refusals.add(id + ": " + ended.outcome());
        }
      }
    }

    /** Checks that the log names the scenario as the canonical list does. */
    private void titled(Profile.Scenario scenario) {
      walked(scenario.id())
          .map(RunRecord.Walked::name)
          .filter(name -> !name.equals(scenario.title()))
          .ifPresent(
              name ->
                  refusals.add(
                      "%s: its title is not that of the canonical list: '%s' against '%s'"
                          .formatted(scenario.id(), name, scenario.title())));
    }

    /** Checks that a passed scenario has exactly the assertions of the canonical list. */
    private void complete(Profile.Scenario scenario) {
      var asserted = walked(scenario.id()).orElseThrow().asserted();
      var listed = scenario.assertions().stream().map(Assertion::toString).sorted().toList();
      if (!asserted.equals(listed)) {
        refusals.add(
            "%s: its assertions are not those of the canonical list: %s against %s"
                .formatted(scenario.id(), asserted, listed));
      }
    }

    private Optional<RunRecord.Walked> walked(String id) {
      return Optional.ofNullable(run.scenarios().get(id));
    }

    private void add(
        Profile.Feature feature,
        Profile.Scenario scenario,
        CertifiedOutcome outcome,
        String detail) {
      outcomes.add(
          new ScenarioOutcome(
              scenario.id(),
              scenario.title(),
              feature.name(),
              outcome,
              detail,
              evidence(scenario.id())));
    }

    private List<String> evidence(String id) {
      return walked(id).stream()
          .flatMap(w -> w.observations().stream())
          .flatMap(o -> o.evidence().stream())
          .map(RunEvent.Exhibit::sha256)
          .toList();
    }

    /** Checks that the run has no scenarios beyond the selection. */
    void strangers(Profile profile) {
      var selected = product.selection(profile);
      run.scenarios().keySet().stream()
          .filter(id -> !selected.contains(id))
          .forEach(id -> refusals.add(id + ": walked, and not selected"));
      run.begin()
          .filter(b -> !b.scenarios().equals(selected))
          .ifPresent(b -> refusals.add("the run did not begin with the profile's selection"));
    }

    void disturbance() {
      Stream.concat(
              run.begin().map(RunEvent.RunStarted::load).stream(),
              run.end().map(RunEvent.RunFinished::load).stream())
          .filter(Load::disturbs)
          .forEach(load -> refusals.add("the machine was too busy: " + load.words()));
    }
  }
}
