package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.LabName;

/** Tests which word of a line is the lab's name. Lines are split and parsed only: no verb runs. */
class WordsTest {

  private static final List<LabName> UP = List.of(new LabName("pair"), new LabName("quickstart"));

  private static Words split(String option, String line, int least, int most) {
    List<String> words = line == null ? List.of() : List.of(line.split(" "));
    return Words.split(Optional.ofNullable(option).map(LabName::new), words, least, most, UP);
  }

  /**
   * Each row: --lab, the words, the minimum and the maximum number for the verb, the lab, the
   * verb's words.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                | pair           | 0 | 0 | pair | []
                |                | 0 | 1 |      | []
                | 4.4            | 0 | 1 |      | [4.4]
                | pair           | 0 | 1 | pair | []
                | pair 4.4       | 0 | 1 | pair | [4.4]
                | away 4.4       | 0 | 1 | away | [4.4]
          pair  | fip            | 0 | 1 | pair | [fip]
          away  | pair           | 0 | 1 | away | [pair]
                | nsdb1          | 1 | 1 |      | [nsdb1]
                | pair           | 1 | 1 |      | [pair]
                | pair nsdb1     | 1 | 1 | pair | [nsdb1]
                | away nsdb1     | 1 | 1 | away | [nsdb1]
                | nsdb1 zookeeper | 1 | 2 |     | [nsdb1, zookeeper]
                | pair nsdb1     | 1 | 2 | pair | [nsdb1]
                | pair pair      | 1 | 2 | pair | [pair]
                | away nsdb1 zk  | 1 | 2 | away | [nsdb1, zk]
          pair  | pair zk        | 1 | 2 | pair | [pair, zk]
                | nsdb1 true     | 2 | 99 |     | [nsdb1, true]
                | pair true      | 2 | 99 |     | [pair, true]
                | pair nsdb1 true | 2 | 99 | pair | [nsdb1, true]
                | nsdb1 echo pair | 2 | 99 |    | [nsdb1, echo, pair]
          """)
  void areSplit(String option, String line, int least, int most, String lab, String own) {
    Words words = split(option, line, least, most);
    assertThat(words.lab().map(LabName::value)).isEqualTo(Optional.ofNullable(lab));
    assertThat(words.own()).hasToString(own);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
               | pair nsdb1 zk x | 1 | 2 | unexpected word 'x'
          pair | pair nsdb1      | 1 | 1 | unexpected word 'nsdb1'; the lab is named by --lab
          pair | pair            | 0 | 0 | unexpected word 'pair'; the lab is named by --lab
               |                 | 1 | 1 | too few words
          """)
  void areRejectedIfTheyDoNotFit(String option, String line, int least, int most, String expected) {
    assertThatThrownBy(() -> split(option, line, least, most))
        .isInstanceOf(WrongUsage.class)
        .hasMessage(expected);
  }

  static Stream<String> hostile() {
    return HostileNameTest.VALUES.stream();
  }

  /** A word that can only be a lab's name, and is not valid, is rejected with one message. */
  @ParameterizedTest
  @MethodSource("hostile")
  void anInvalidNameIsNotALab(String value) {
    assertThatThrownBy(() -> Words.split(Optional.empty(), List.of(value, "nsdb1"), 1, 1, UP))
        .isInstanceOf(WrongUsage.class)
        .message()
        .contains("is not a lab's name; allowed: ")
        .matches("\\P{Cntrl}{20,200}");
    assertThat(Words.split(Optional.empty(), List.of(value, "zk"), 1, 2, UP).lab()).isEmpty();
  }

  private static <T> T parsed(Class<T> verb, String line) {
    var result = Lab.commandLine().parseArgs(line.split(" ")).subcommand();
    return verb.cast(result.commandSpec().userObject());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cli                            | [midonet-cli]
          cli -- -e list host            | [midonet-cli, -e, list, host]
          cli pair -- -e list host       | [midonet-cli, -e, list, host]
          cli -l pair -- list -- --lab x | [midonet-cli, list, --, --lab, x]
          cli --                         | [midonet-cli]
          """)
  void wordsAfterTheDashesAreForMidonetCli(String line, String command) {
    assertThat(parsed(CliCommand.class, line).command()).hasToString(command);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exec nsdb1 -- ls -l             |      | nsdb1 | [ls, -l]
          exec nsdb1 true                 |      | nsdb1 | [true]
          exec nsdb1 sh ls                |      | nsdb1 | [sh, ls]
          exec pair nsdb1 -- sh -- -l x   | pair | nsdb1 | [sh, --, -l, x]
          exec nsdb1 --lab pair -- ls     | pair | nsdb1 | [ls]
          exec -l pair nsdb1 -- ls --lab  | pair | nsdb1 | [ls, --lab]
          """)
  void wordsAfterTheDashesAreTheCommand(String line, String lab, String node, String command) {
    ExecCommand.Line parsed = parsed(ExecCommand.class, line).line();
    assertThat(parsed.words().lab().map(LabName::value)).isEqualTo(Optional.ofNullable(lab));
    assertThat(parsed.node()).isEqualTo(node);
    assertThat(parsed.command()).hasToString(command);
  }

  @Test
  void upTakesTheLabBothWays() {
    assertThat(parsed(UpCommand.class, "up labs/pair").lab()).isEqualTo("labs/pair");
    assertThat(parsed(UpCommand.class, "up --lab labs/pair").lab()).isEqualTo("labs/pair");
    assertThat(parsed(UpCommand.class, "up --yes").lab()).isEqualTo("quickstart");
    assertThatThrownBy(() -> parsed(UpCommand.class, "up -l pair scale").lab())
        .hasMessageContaining("the lab is named twice");
  }

  @Test
  void downAndCleanTakeTheLabBothWays() {
    var pair = new LabName("pair");
    assertThat(parsed(DownCommand.class, "down pair").named()).contains(pair);
    assertThat(parsed(DownCommand.class, "down -l pair").named()).contains(pair);
    assertThat(parsed(DownCommand.class, "down").named()).isEmpty();
    assertThatThrownBy(() -> parsed(DownCommand.class, "down -l pair scale").named())
        .hasMessageContaining("the lab is named twice");
    assertThat(parsed(CleanCommand.class, "clean -l pair scale pair").named())
        .containsExactlyInAnyOrder(pair, new LabName("scale"));
    assertThat(parsed(CleanCommand.class, "clean").named()).isEmpty();
  }
}
