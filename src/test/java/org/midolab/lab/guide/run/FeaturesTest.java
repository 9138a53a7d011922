package org.midolab.lab.guide.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.lab.guide.FakeLab;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.Coverage;
import org.midolab.lab.guide.catalogue.Differences;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.catalogue.StepName;
import org.midolab.lab.guide.terminal.OpenTerminals;

/** The features of the guide and of the labs, without a running lab. */
class FeaturesTest {

  private static final Path FEATURES = Path.of("features");

  @ParameterizedTest
  @ValueSource(
      strings = {"features", "labs/pair/features", "labs/scale/features", "labs/cloud/features"})
  void everyItemHasAScenarioOrAValidWaiver(Path features) {
    assertThat(Coverage.gaps(features, LocalDate.now())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "features, 80",
    "labs/pair/features, 8",
    "labs/scale/features, 4",
    "labs/cloud/features, 15"
  })
  void everyStepHasOneDefinition(Path features, int fewest) {
    var lab = new FakeLab();
    var journal = new Journal(new Redactor());
    var terminals = new OpenTerminals(lab);
    var result = GuideRunner.of(features).journal(journal).with(List.of(lab, terminals)).rehearse();

    assertThat(result.scenarios())
        .hasSizeGreaterThan(fewest)
        .allSatisfy(
            s ->
                assertThat(s.outcome())
                    .as(s.scenario().place())
                    .isInstanceOfAny(Outcome.Passed.class, Outcome.Waived.class));
  }

  /**
   * A check runs these scenarios one at a time, because one could capture the packets of another.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"features", "labs/pair/features", "labs/scale/features", "labs/cloud/features"})
  void aFeatureSetTagsAllOfItsScenariosThatSendOrWatchPacketsOrNone(Path features) {
    var looks = GuideRunner.of(features).mode(Mode.OBSERVE);
    var tagged = tagged(looks);
    if (!tagged.isEmpty()) {
      assertThat(tagged).containsExactlyInAnyOrderElementsOf(onTheWire(looks));
    }
    assertThat(tagged.isEmpty()).isEqualTo(features.startsWith("labs"));
  }

  @Test
  void theScenariosOfCertificatesThatSendOrWatchPacketsAreTagged() {
    var looks = GuideRunner.of(FEATURES).mode(Mode.OBSERVE).only(new StepName("uplink"));

    assertThat(tagged(looks)).isNotEmpty().containsExactlyInAnyOrderElementsOf(onTheWire(looks));
  }

  private static List<String> tagged(GuideRunner looks) {
    return looks.plan().stream().filter(GuideScenario::traffic).map(GuideScenario::place).toList();
  }

  private static Set<String> onTheWire(GuideRunner looks) {
    var lab = new FakeLab();
    StepsOnTheWire.FOUND.clear();
    looks
        .plugin(StepsOnTheWire.class.getName())
        .with(List.of(lab, new OpenTerminals(lab)))
        .rehearse();
    return Set.copyOf(StepsOnTheWire.FOUND);
  }

  @Test
  void theRouteEndsWithTheFloatingIpAndChecksClaimsWhenTheyCanHold() {
    var ids =
        GuideRunner.of(FEATURES).mode(Mode.PERFORM).plan().stream().map(GuideScenario::id).toList();

    assertThat(ids)
        .startsWith("qsg-2.1-net-1")
        .contains("lab-fip-1")
        .noneMatch(id -> id.startsWith("lab-beyond"))
        .doesNotContain("qsg-7.0-bgp-n1");
    assertThat(ids.indexOf("qsg-1.0-arch-f8")).isGreaterThan(ids.indexOf("qsg-4.3-agent-5.1"));
    assertThat(ids.indexOf("qsg-5.0-ext-1")).isGreaterThan(ids.indexOf("qsg-4.4-reg-3.6"));
    // Tenants' traffic is observed before an edge router exists.
    assertThat(ids.indexOf("qsg-6.0-edge-f10"))
        .isBetween(ids.indexOf("lab-instance-3"), ids.indexOf("qsg-6.0-edge-1"));
    assertThat(ids.indexOf("qsg-4.2-clu-5.1")).isLessThan(ids.indexOf("qsg-4.3-agent-5.1"));
  }

  /** They take 40 minutes and belong to {@code ./lab certify}, which names them. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void noWalkIncludesTheScenariosOfCertificatesUnlessTheyAreNamed(Mode mode) {
    var all = GuideRunner.of(FEATURES).mode(mode).plan().stream().map(GuideScenario::id).toList();
    var named = GuideRunner.of(FEATURES).mode(mode).exactly(List.of("lab-uplink-carrier")).plan();

    assertThat(all).contains("lab-fip-1").noneMatch(id -> id.startsWith("lab-uplink"));
    assertThat(named).singleElement().matches(GuideScenario::disturbs);
  }

  /** A check changes nothing, so there is nothing to see of what such a scenario changes. */
  @Test
  void aCheckLeavesOutTheScenariosThatChangeTheLab() {
    var named = GuideRunner.of(FEATURES).only(new StepName("uplink"));

    assertThat(named.mode(Mode.OBSERVE).plan())
        .extracting(GuideScenario::id)
        .contains("lab-uplink-timers")
        .doesNotContain("lab-uplink-hold", "lab-uplink-withdrawn");
    assertThat(named.mode(Mode.PERFORM_AND_OBSERVE).plan())
        .extracting(GuideScenario::id)
        .contains("lab-uplink-timers", "lab-uplink-hold", "lab-uplink-withdrawn");
    assertThatThrownBy(
            () ->
                GuideRunner.of(FEATURES)
                    .mode(Mode.OBSERVE)
                    .only(new StepName("lab-uplink-hold"))
                    .plan())
        .hasMessageContaining("a check leaves out scenarios that change the lab");
  }

  @Test
  void theRouteToAStepBeyondTheGuideIncludesItsPrerequisites() {
    var ids =
        GuideRunner.of(Path.of("labs/pair/features"))
            .mode(Mode.PERFORM)
            .upTo(new StepName("gre-tunnel"))
            .plan()
            .stream()
            .map(GuideScenario::id)
            .toList();

    assertThat(ids).endsWith("lab-bridge-vxlan", "lab-gre-zone", "lab-gre-tunnel");
  }

  @Test
  void everyDifferenceNamesAnItem() {
    var catalogue = Catalogue.read(FEATURES);

    assertThat(Differences.read(FEATURES).differences())
        .isNotEmpty()
        .allSatisfy(d -> assertThat(catalogue.startingWith(d.step())).as(d.step()).isNotEmpty());
  }
}
