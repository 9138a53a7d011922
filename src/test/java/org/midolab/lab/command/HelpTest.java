package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The manual of every verb has a valid example. A mistake is reported with the command that shows
 * the manual.
 */
class HelpTest {

  static Stream<CommandLine> verbs() {
    return Lab.commandLine().getSubcommands().values().stream()
        .flatMap(verb -> Stream.concat(Stream.of(verb), verb.getSubcommands().values().stream()));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void hasAnExampleThatParses(CommandLine verb) {
    String[] footer = verb.getCommandSpec().usageMessage().footer();
    assertThat(footer).hasSize(3).startsWith("", "Example:");
    String example = footer[2].strip();
    assertThat(example).startsWith("./" + verb.getCommandSpec().qualifiedName());
    String[] words = example.substring("./lab ".length()).split(" ");
    assertThat(Lab.commandLine().parseArgs(words).subcommand()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bench datapath --colour | usage: ./lab bench datapath --help
          bench datapth | did you mean 'datapath'?
          chekc | did you mean 'check'?
          stauts | did you mean 'status'?
          logs | usage: ./lab logs --help
          """)
  void aMistakeIsReportedWithTheVerbsFullName(String line, String expected) {
    CommandLine lab = Lab.commandLine();
    String message = "";
    try {
      lab.parseArgs(line.split(" "));
    } catch (ParameterException e) {
      message = Lab.tell(e);
    }
    assertThat(message).contains(expected);
  }

  @Test
  void everyBenchmarkTakesYes() {
    for (String what : Arrays.asList("boot", "datapath", "api")) {
      assertThat(Lab.commandLine().parseArgs("bench", what, "-y").errors()).isEmpty();
    }
  }

  @Test
  void setupReportsTheSecurityModulesOfNodes() {
    assertThat(SetupCommand.confinement(java.util.List.of("seccomp")))
        .isEqualTo("nodes are confined by: seccomp; AppArmor is off");
    assertThat(SetupCommand.confinement(java.util.List.of("apparmor", "seccomp")))
        .contains("apparmor, seccomp")
        .contains("run without AppArmor");
  }
}
