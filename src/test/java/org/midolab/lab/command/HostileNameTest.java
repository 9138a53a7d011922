package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * No verb accepts an invalid lab name. The arguments are parsed only: no verb runs, so that a
 * failing test removes nothing.
 */
class HostileNameTest {

  static final List<String> VALUES =
      List.of(
          "",
          " ",
          ".",
          "..",
          "/",
          "/tmp/elsewhere",
          "../..",
          "a/b",
          "*",
          "a b",
          "a\n",
          "a\u001b[2J",
          "A",
          "-a-",
          "x".repeat(300));

  static Stream<Arguments> lines() {
    return VALUES.stream()
        .flatMap(
            value ->
                Stream.of(
                        List.of("down", "--", value),
                        List.of("clean", "--", value),
                        List.of("clean", "--yes", "quickstart", "--", value),
                        List.of("down", "--lab=" + value),
                        List.of("clean", "--lab=quickstart", "--lab=" + value),
                        List.of("status", "--", value),
                        List.of("status", "--lab=" + value),
                        List.of("check", "--lab=" + value),
                        List.of("cli", "--lab=" + value),
                        List.of("shell", "--lab=" + value, "nsdb1"),
                        List.of("logs", "--lab=" + value, "nsdb1"),
                        List.of("exec", "--lab=" + value, "nsdb1", "--", "true"))
                    .map(Arguments::of));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void isRejectedByTheParser(List<String> line) {
    CommandLine commandLine = Lab.commandLine();
    assertThatThrownBy(() -> commandLine.parseArgs(line.toArray(String[]::new)))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("is not a lab's name; allowed: ");
  }

  /** The message is short, and has no control characters of the argument. */
  @ParameterizedTest
  @MethodSource("lines")
  void isReportedWithoutItsControlCharacters(List<String> line) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Lab.commandLine();
    try {
      commandLine.parseArgs(line.toArray(String[]::new));
    } catch (ParameterException e) {
      new PrintWriter(err, true).print(Lab.tell(e));
    }
    assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(2);
    assertThat(err.toString().replace("\n", "")).matches("\\P{Cntrl}{20,400}");
  }
}
