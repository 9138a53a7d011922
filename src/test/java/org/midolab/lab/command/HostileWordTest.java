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
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

/**
 * No verb accepts an invalid name of a node, a step or a unit. It is rejected before the lab is
 * looked up, with exit code 2 and one message. The verbs that run here change nothing, and no lab
 * is up.
 */
class HostileWordTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int lab(List<String> arguments) {
    return Lab.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  /** Values that are not valid as any name. Those that are valid as a step are left out. */
  private static Stream<String> values() {
    return Stream.concat(
        HostileNameTest.VALUES.stream().filter(value -> !value.equals("A")),
        Stream.of("--unit=x", "a\nb", "a\u202eb", "a\u0000b", "$(true)", ("a b ").repeat(75)));
  }

  static Stream<Arguments> lines() {
    return values()
        .flatMap(
            value ->
                Stream.of(
                        List.of("check", "--", value),
                        List.of("shell", "--", value),
                        List.of("logs", "--", value),
                        List.of("logs", "-l", "nowhere", "--", value),
                        List.of("logs", "--", "nsdb1", value),
                        List.of("logs", "-l", "nowhere", "--", "nsdb1", value))
                    .map(Arguments::of));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void isRejectedInOneMessage(List<String> line) {
    assertThat(lab(line)).isEqualTo(2);
    List<String> errorLines = err.toString().lines().toList();
    assertThat(errorLines).hasSize(2);
    assertThat(errorLines.getFirst())
        .matches(
            "'\\P{Cntrl}{0,200}' is not a (node|step|unit)'s name; allowed: \\P{Cntrl}{20,99}");
    assertThat(errorLines.getLast()).matches("  usage: \\./lab [a-z]+ --help");
    assertThat(out.toString()).isEmpty();
  }

  /** Between the verb and {@code --} a hostile word can only be a node, or an option. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "..", "/", "*", "a\nb", "A", "a\u001b[2J"})
  void isNotANodeToRunACommandOn(String value) {
    assertThat(lab(List.of("exec", value, "--", "true"))).isEqualTo(2);
    assertThat(lab(List.of("exec", value, "true"))).isEqualTo(2);
    assertThat(err.toString().lines().filter(line -> line.contains("is not a node's name")))
        .hasSize(2);
    assertThat(err.toString().replace("\n", "")).matches("\\P{Cntrl}+");
  }

  /** Parsed only: {@code up} would boot a lab. */
  @ParameterizedTest
  @MethodSource("values")
  void isNotAStepToStopAt(String value) {
    var commandLine = Lab.commandLine();
    assertThatThrownBy(() -> commandLine.parseArgs("up", "--at=" + value))
        .isInstanceOf(ParameterException.class)
        .extracting(Lab::tell)
        .asString()
        .contains("is not a step's name; allowed: ")
        .satisfies(message -> assertThat(message.lines()).hasSize(2))
        .satisfies(message -> assertThat(message.length()).isLessThan(400));
  }

  /** Messages of picocli repeat the argument; they must have no control characters, either. */
  @ParameterizedTest
  @MethodSource("values")
  void isEscapedInMessagesOfPicocli(String value) {
    for (List<String> line :
        List.of(
            List.of("logs", "nsdb1", "-n", "x" + value),
            List.of("status", "quickstart", "x" + value),
            List.of("x" + value))) {
      err.getBuffer().setLength(0);
      assertThat(lab(line)).isEqualTo(2);
      assertThat(err.toString().lines()).as("%s", line).hasSize(2);
      assertThat(err.toString().length()).isLessThan(600);
      assertThat(err.toString().replace("\n", "")).matches("\\P{Cntrl}+");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "-2147483648"})
  void aCountOfLinesIsAtLeastOne(String count) {
    assertThat(lab(List.of("logs", "nsdb1", "--lines=" + count))).isEqualTo(2);
    assertThat(err.toString()).startsWith("--lines must be at least 1, not " + count);
  }
}
