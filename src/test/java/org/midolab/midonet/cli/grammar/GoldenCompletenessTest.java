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
 * The recorded sessions speak of everything that the schema has, which {@code SchemaTest} holds
 * against the contract (docs: contract.md#cli-objects): every type with every attribute, every
 * verb, every word of a session.
 */
class GoldenCompletenessTest {

  /** What no cluster of 5.0 has, or ours has not; that they say so is recorded. */
  private static final Set<String> ABSENT =
      Set.of("vtep", "l2insertion", "container", "container-group", "pool-statistic");

  private final Set<String> spokenOf = new HashSet<>();

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
    spokenOf.add(type);
    Stream.concat(Stream.of(entry.command()), entry.answer().stream())
        .flatMap(line -> Arrays.stream(line.split("\\s+")))
        .forEach(word -> spokenOf.add(type + " " + word));
  }

  private void note(Transcript entry) {
    Command command;
    try {
      command = Parser.parse(Schema.MIDONET, entry.command()).orElse(null);
    } catch (CliException e) {
      return; // that it is a mistake is what is recorded
    }
    switch (command) {
      case Command.Show(Path path, String _) -> note(path, entry);
      case Command.ListAll(Path path, var _) -> note(path, entry);
      case Command.Create(Path path, var _) -> note(path, entry);
      case Command.Set(Path path, var _) -> note(path, entry);
      case Command.Clear(Path path, var _) -> note(path, entry);
      case Command.Delete(Path path) -> note(path, entry);
      case null, default -> {
        // of no type
      }
    }
  }

  private static Stream<String> expected(String parent, ObjectType type) {
    String path = (parent + " " + type.word()).strip();
    if (type.word().equals("remote-peers")) {
      return Stream.of(path); // later than 5.0; what is said is recorded
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
            .filter(each -> !spokenOf.contains(each))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(missing).isEmpty();
    assertThat(spokenOf).containsAll(ABSENT);
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
