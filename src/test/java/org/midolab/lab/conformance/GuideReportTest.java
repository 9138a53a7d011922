package org.midolab.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.Differences;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.catalogue.Waivers;
import org.midolab.lab.guide.run.Evidence;
import org.midolab.lab.guide.run.GuideResult;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Outcome;
import org.midolab.lab.guide.run.ScenarioResult;
import org.midolab.lab.spec.LabFile;
import org.w3c.dom.Document;

class GuideReportTest {

  private static final Path FEATURES = Path.of("features");
  private static final Path LAB = Path.of("labs/quickstart/lab.yaml");

  private final Catalogue catalogue = Catalogue.read(FEATURES);

  @Test
  void isOneWellFormedSelfContainedPage() throws Exception {
    var page = report().page();
    var document = parse(page);

    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("link").getLength()).isZero();
    assertThat(document.getElementsByTagName("img").getLength()).isZero();
    assertThat(page).doesNotContain("src=").doesNotContain("@import").doesNotContain("url(");
  }

  @Test
  void hasARowForEveryItemOfTheGuide() throws Exception {
    var page = report().page();

    assertThat(catalogue.items())
        .allSatisfy(item -> assertThat(page).contains(" id=\"" + item.id() + "\""));
  }

  @Test
  void startsWithTheVerdictThenFailuresThenWaivers() throws Exception {
    var page = report().page();

    assertThat(page.indexOf("<h1>1 of 2 checks failed.</h1>")).isPositive();
    assertThat(page.indexOf("<h1>")).isLessThan(page.indexOf("<section id=\"red\""));
    assertThat(page.indexOf("<section id=\"red\""))
        .isLessThan(page.indexOf("<section id=\"waivers\""));
    assertThat(page.indexOf("<section id=\"waivers\""))
        .isLessThan(page.indexOf("class=\"chapter\""));
  }

  @Test
  void collapsesChaptersWithoutFailuresAndListsTextItemsInOneLine() throws Exception {
    var page = report().page();

    assertThat(page)
        .contains("<section id=\"chapter-4\" class=\"chapter\"><details open=\"open\">")
        .contains("<section id=\"chapter-7\" class=\"chapter\"><details>")
        .doesNotContain("<tr id=\"qsg-0.1-conv-f1\"");
    assertThat(page.split("Text only, nothing to observe: ", -1)).hasSize(5);
  }

  @Test
  void showsOutcomesEvidenceDifferencesAndWaivers() throws Exception {
    var text = parse(report().page()).getDocumentElement().getTextContent();

    assertThat(text)
        .contains("1 of 2 checks failed.")
        .contains("expected imok <&> last seen: nothing?")
        .contains("echo ruok | nc 127.0.0.1 2181")
        .contains("internet → 192.0.2.11: longest silence 0.4 s")
        .contains("Cassandra 5.0 has no Thrift")
        .contains("a container has one disk");
  }

  @Test
  void drawsEveryNodeOfTheLab() throws Exception {
    var plan = LabFile.plan(LAB.toString(), Files.readString(LAB));
    var page = report().page();
    var svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + "</svg>".length());
    var text = parse(svg).getDocumentElement().getTextContent();

    assertThat(plan.nodes()).allSatisfy(node -> assertThat(text).contains(node.name()));
    assertThat(text).contains("AS 64513", "eth1 198.51.100.1", "tapvm1");
    assertThat(svg.split("<line ", -1)).hasSize(plan.links().size() + 1);
  }

  private GuideReport report() throws Exception {
    var failed = catalogue.item("qsg-4.1-zk-5.2").orElseThrow();
    var passed = catalogue.item("lab-fip-1").orElseThrow();
    var scenarios =
        List.of(
            new ScenarioResult(
                scenario("ZooKeeper operates", failed),
                new Outcome.Failed("expected imok <&> last seen: nothing\u0001", null),
                Duration.ofMillis(4100),
                List.of(new Evidence("typed on nsdb1", "echo ruok | nc 127.0.0.1 2181"))),
            new ScenarioResult(
                scenario("It answers", passed),
                new Outcome.Passed(),
                Duration.ofMillis(900),
                List.of(
                    new Evidence(
                        "figure: outage", "internet → 192.0.2.11: longest silence 0.4 s"))));
    var result =
        new GuideResult(
            Mode.PERFORM_AND_OBSERVE,
            catalogue,
            Waivers.read(FEATURES),
            scenarios,
            Duration.ofSeconds(83));
    var plan = LabFile.plan(LAB.toString(), Files.readString(LAB));
    return new GuideReport(
        result, Differences.read(FEATURES), Optional.of(plan), LocalDate.of(2026, 11, 23));
  }

  private static GuideScenario scenario(String name, Catalogue.Item item) {
    return new GuideScenario(
        name, "A feature", Path.of("features/a.feature").toUri(), 7, List.of(item), false, false);
  }

  private static Document parse(String page) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(false);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }
}
