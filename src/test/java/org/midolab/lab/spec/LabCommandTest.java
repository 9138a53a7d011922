package org.midolab.lab.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The commands in messages to the user. */
class LabCommandTest {

  /** Matches a command for a lab in a string literal without a placeholder for the lab's name. */
  private static final Pattern NAMELESS =
      Pattern.compile(
          "\"[^\"]*\\./lab (up|down|check|status|shell|exec|cli|logs|clean)\\b"
              + "(?! \"| %1\\$s| quickstart)");

  @Test
  void theOnlyLabNeedsNoName() {
    assertThat(LabCommand.of("one", List.of("one"), "exec", "gateway1 -- true"))
        .isEqualTo("./lab exec gateway1 -- true");
    assertThat(LabCommand.of("one", List.of(), "cli", "")).isEqualTo("./lab cli");
  }

  @Test
  void oneOfSeveralIsNamed() {
    assertThat(LabCommand.of("one", List.of("one", "two"), "exec", "gateway1 -- true"))
        .isEqualTo("./lab exec --lab one gateway1 -- true");
    assertThat(LabCommand.of("one", List.of("one", "two"), "check", ""))
        .isEqualTo("./lab check --lab one");
    assertThat(LabCommand.of("one", List.of("two"), "cli", "")).isEqualTo("./lab cli --lab one");
  }

  /** Examples in manuals are allowed: they are in the footer. */
  @Test
  void noOtherLiteralIsACommandWithoutALab() throws IOException {
    var nameless = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        for (var line : Files.readAllLines(file)) {
          if (NAMELESS.matcher(line).find() && !line.contains("footer = ")) {
            nameless.add(file.getFileName() + ": " + line.strip());
          }
        }
      }
    }

    assertThat(nameless).isEmpty();
  }
}
