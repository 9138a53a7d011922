package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every verb has its row on the page of operations (docs: operations.md#verbs). */
class VerbsTest {

  private static final Path PAGE = Path.of("src/site/markdown/operations.md");

  @Test
  void everyVerbIsInTheTable() throws IOException {
    Set<String> verbs = Lab.commandLine().getSubcommands().keySet();
    List<String> rows = Files.readString(PAGE).lines().filter(l -> l.startsWith("| `")).toList();
    assertThat(verbs)
        .hasSizeGreaterThan(8)
        .allSatisfy(
            verb ->
                assertThat(rows)
                    .anySatisfy(row -> assertThat(row).containsPattern("\\| `" + verb + "[ `]")));
  }
}
