package org.midolab.midonet.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every answer that differs from MidoNet 5.0.4's is recorded with its reason. */
class DifferencesTest {

  private static final String FILE = "differences.session";
  private static final String THEIRS = "# 5.0.4: ";
  private static final String REASON = "# why: ";

  /**
   * @param line number of the first comment's line in the file
   */
  private record Difference(int line, String theirs, String reason, List<String> ours) {}

  private static List<String> lines() {
    try (var stream = DifferencesTest.class.getResourceAsStream(FILE)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Difference> differences() {
    List<String> lines = lines();
    List<Difference> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(THEIRS)) {
        String reason = lines.get(i + 1);
        List<String> ours =
            lines.subList(i + 2, lines.size()).stream()
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> !line.startsWith(Shell.PROMPT) && !line.isBlank())
                .toList();
        found.add(
            new Difference(
                i + 1,
                lines.get(i).substring(THEIRS.length()),
                reason.startsWith(REASON) ? reason.substring(REASON.length()) : "",
                ours));
      }
    }
    return found;
  }

  @TestFactory
  List<DynamicTest> everyDifferenceIsRealAndHasAReason() {
    return differences().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    FILE + ":" + each.line(),
                    () -> {
                      assertThat(each.reason()).hasSizeGreaterThan(20);
                      assertThat(each.ours()).doesNotContain(each.theirs());
                    }))
        .toList();
  }

  @Test
  void everyReasonHasADifference() {
    assertThat(lines().stream().filter(line -> line.startsWith(REASON)))
        .hasSameSizeAs(differences());
  }
}
