package org.midolab.lab.guide.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {

  private static final Path FEATURES = Path.of("features");

  @TempDir Path directory;

  @Test
  void containsEveryItemOfTheGuide() {
    var guide =
        Catalogue.read(FEATURES).items().stream().filter(i -> i.id().startsWith("qsg-")).toList();

    assertThat(guide).hasSize(267);
    assertThat(
            guide.stream()
                .collect(Collectors.groupingBy(i -> i.id().charAt(4), Collectors.counting())))
        .containsOnly(
            entry('0', 13),
            entry('1', 35),
            entry('2', 19),
            entry('3', 53),
            entry('4', 89),
            entry('5', 2),
            entry('6', 19),
            entry('7', 35),
            entry('8', 2));
  }

  @Test
  void anItemIsUnderItselfItsStepAndItsSectionOnly() {
    var item = new Catalogue.Item("qsg-4.1-zk-2a.1", Catalogue.Kind.DO, "", List.of(), List.of());

    assertThat(List.of("qsg-4.1-zk-2a.1", "qsg-4.1-zk-2a", "qsg-4.1-zk", "qsg-4.1", "qsg-4"))
        .allMatch(item::isUnder);
    assertThat(List.of("qsg-4.1-zk-2", "qsg-4.1-z", "qsg-4.1-zk-2a.11")).noneMatch(item::isUnder);
  }

  @Test
  void aStepHasShortNames() {
    var catalogue = Catalogue.read(FEATURES);

    assertThat(new StepName("4.4").in(catalogue)).hasSize(12);
    assertThat(new StepName("4.1-zk-2").in(catalogue)).hasSize(6);
    assertThat(new StepName("fip").in(catalogue))
        .isNotEmpty()
        .allMatch(i -> i.id().startsWith("lab-fip-"));
    assertThat(new StepName("@qsg-7.0-bgp-1.2").in(catalogue)).hasSize(1);
  }

  @Test
  void rejectsADuplicateId() throws Exception {
    write("{id: a, kind: do, title: x}, {id: a, kind: do, title: y}");

    assertThatThrownBy(() -> Catalogue.read(directory)).hasMessageContaining("a is twice");
  }

  @Test
  void rejectsAPrerequisiteThatDoesNotExist() throws Exception {
    write("{id: a, kind: do, title: x, needs: [b]}");

    assertThatThrownBy(() -> Catalogue.read(directory)).hasMessageContaining("a needs b");
  }

  @Test
  void rejectsAnItemThatNeedsItself() throws Exception {
    write("{id: a, kind: do, title: x, needs: [b]}, {id: b, kind: do, title: y, needs: [a]}");

    assertThatThrownBy(() -> Catalogue.read(directory)).hasMessageContaining("a needs itself");
  }

  @Test
  void rejectsAnUnknownKeyWithItsLine() throws Exception {
    write("{id: a, kind: do, titel: x}");

    assertThatThrownBy(() -> Catalogue.read(directory))
        .isInstanceOf(GuideDataException.class)
        .hasMessageContaining("catalogue.yaml:8")
        .hasMessageContaining("titel");
  }

  private void write(String items) throws Exception {
    Files.writeString(
        directory.resolve("catalogue.yaml"),
        """
        guide: x
        chapters:
          - number: "1"
            title: x
            status: here
            sections:
              - title: x
                items: [%s]
        """
            .formatted(items));
  }

  private static Entry<Character, Long> entry(char chapter, long rows) {
    return Map.entry(chapter, rows);
  }
}
