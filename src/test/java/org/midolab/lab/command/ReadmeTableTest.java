package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The README's table of verbs matches {@code ./lab --help}. */
class ReadmeTableTest {

  private static final Pattern ROW = Pattern.compile("\\| `\\./(lab [^`]+)` \\| [^|]+ \\|");
  private static final Pattern OPTION = Pattern.compile("--[a-z]+");

  /** Options that are described below the table, or that every command has. */
  private static final Set<String> ELSEWHERE = Set.of("--lab", "--help", "--version");

  /** The verbs; for a verb that needs a subcommand, its subcommands. */
  static Stream<CommandLine> verbs() {
    return Lab.commandLine().getSubcommands().values().stream()
        .flatMap(
            verb ->
                verb.getSubcommands().isEmpty()
                    ? Stream.of(verb)
                    : verb.getSubcommands().values().stream());
  }

  /** The command lines of the table, by their first words. */
  private static TreeMap<String, String> table() throws IOException {
    var names = verbs().map(verb -> verb.getCommandSpec().qualifiedName()).toList();
    var table = new TreeMap<String, String>();
    for (var line : Files.readAllLines(Path.of("README.md"))) {
      var row = ROW.matcher(line.replace("\\|", "!"));
      if (row.matches()) {
        var typed = row.group(1).replace('!', '|');
        var name =
            names.stream().filter(n -> (typed + " ").startsWith(n + " ")).findFirst().orElse(typed);
        assertThat(table.put(name, typed)).as("a second row of " + name).isNull();
      }
    }
    return table;
  }

  @Test
  void eachVerbHasARow() throws IOException {
    assertThat(table().keySet())
        .containsExactlyInAnyOrderElementsOf(
            verbs().map(verb -> verb.getCommandSpec().qualifiedName()).toList());
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void aRowHasTheVerbsOptionsAndWords(CommandLine verb) throws IOException {
    var spec = verb.getCommandSpec();
    var typed = table().get(spec.qualifiedName());

    assertThat(OPTION.matcher(typed).results().map(found -> found.group()).toList())
        .containsExactlyInAnyOrderElementsOf(options(verb));
    var words =
        words(typed.substring(spec.qualifiedName().length()).replaceAll("\\[--[a-z][^]]*]", ""));
    assertThat(words)
        .containsExactlyInAnyOrderElementsOf(
            spec.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .flatMap(parameter -> words(parameter.paramLabel()).stream())
                .toList());
  }

  /** Long names. */
  private static Set<String> options(CommandLine verb) {
    return verb.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(OptionSpec::longestName)
        .filter(name -> !ELSEWHERE.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> words(String synopsis) {
    return Arrays.stream(synopsis.replaceAll("[\\[\\]. -]+", " ").strip().split(" "))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
