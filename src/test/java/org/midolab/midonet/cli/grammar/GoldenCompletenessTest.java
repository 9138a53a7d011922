package org.midolab.midonet.cli.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.cli.failure.CliException;
import org.midolab.midonet.cli.grammar.Command.Path;
import org.midolab.midonet.cli.schema.ObjectType;
import org.midolab.midonet.cli.schema.Schema;
import org.midolab.midonet.cli.session.Transcript;

/**
 * The recorded sessions cover the whole schema: every type with every attribute, every verb, and
 * every word of a session. {@code SchemaTest} compares the schema with the contract (docs:
 * contract.md#cli-objects).
 */
class GoldenCompletenessTest {

  /**
   * Types that no cluster of 5.0 has, or that this cluster does not have; the sessions contain
   * their errors.
   */
  private static final Set<String> ABSENT =
      Set.of("vtep", "l2insertion", "container", "container-group", "pool-statistic");

  private final Set<String> recordedWords = new HashSet<>();

  private static Stream<Transcript> recorded() {
    return Stream.of(Transcript.ON_TERMINAL, Transcript.AS_SCRIPT, Transcript.ON_CLUSTER)
        .flatMap(List::stream)
        .flatMap(name -> Transcript.read(name).stream());
  }

  private static String words(Path path) {
    return path.segments().stream()
        .map(segment -> segment.type().word())
        .collect(Collectors.joining(" "));
  }

  private void note(Path path, Transcript entry) {
    String type = words(path);
    recordedWords.add(type);
    Stream.concat(Stream.of(entry.command()), entry.answer().stream())
        .flatMap(line -> Arrays.stream(line.split("\\s+")))
        .forEach(word -> recordedWords.add(type + " " + word));
  }

  private void note(Transcript entry) {
    Command command;
    try {
      command = Parser.parse(Schema.MIDONET, entry.command()).orElse(null);
    } catch (CliException e) {
      return; // the session records a syntax error
    }
    switch (command) {
      case Command.Show(Path path, String _) -> note(path, entry);
      case Command.ListAll(Path path, var _) -> note(path, entry);
      case Command.Create(Path path, var _) -> note(path, entry);
      case Command.Set(Path path, var _) -> note(path, entry);
      case Command.Clear(Path path, var _) -> note(path, entry);
      case Command.Delete(Path path) -> note(path, entry);
      case null, default -> {
        // no type
      }
    }
  }

  private static Stream<String> expected(String parent, ObjectType type) {
    String path = (parent + " " + type.word()).strip();
    if (type.word().equals("remote-peers")) {
      return Stream.of(path); // newer than 5.0; the session records the error
    }
    Stream<String> own =
        Stream.concat(
            Stream.of(path), type.attributes().stream().map(each -> path + " " + each.name()));
    return Stream.concat(own, type.children().stream().flatMap(child -> expected(path, child)));
  }

  @Test
  void everyTypeAndAttributeIsRecorded() {
    recorded().forEach(this::note);
    Set<String> missing =
        Schema.MIDONET.roots().stream()
            .filter(type -> !ABSENT.contains(type.word()))
            .flatMap(type -> expected("", type))
            .filter(each -> !recordedWords.contains(each))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(missing).isEmpty();
    assertThat(recordedWords).containsAll(ABSENT);
  }

  @Test
  void everyVerbAndSessionWordIsRecorded() {
    Set<String> typed =
        recorded()
            .flatMap(entry -> Arrays.stream(entry.command().split("\\s+")))
            .collect(Collectors.toSet());
    assertThat(typed).containsAll(Stream.of(Verb.values()).map(Verb::word).toList());
    assertThat(typed).containsAll(Parser.SESSION_WORDS);
  }

  @Test
  void everySourceIsCited() {
    assertThat(recorded().map(Transcript::source))
        .allSatisfy(
            source ->
                assertThat(source)
                    .containsAnyOf(
                        "docs:", "guide ", "the manual", "of ours", "why: ", "the same"));
  }
}
