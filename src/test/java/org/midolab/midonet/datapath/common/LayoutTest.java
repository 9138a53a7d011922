package org.midolab.midonet.datapath.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Limit;
import org.midolab.midonet.packet.DropReason;

/**
 * Compares the constants in C and Java. The sizes of keys and values are compared when a map is
 * opened.
 */
class LayoutTest {

  private static final Path SOURCES = Path.of("src/main/bpf");

  private static String header(String name) throws IOException {
    return Files.readString(SOURCES.resolve(name));
  }

  private static int constant(String header, String name) {
    return Pattern.compile("#define " + name + " (\\d+)\\b")
        .matcher(header)
        .results()
        .mapToInt(match -> Integer.parseInt(match.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not defined"));
  }

  @Test
  void dropReasonsAgree() throws IOException {
    List<String> inC =
        Pattern.compile("\\bREASON\\((\\w+)\\) *\\\\?\\n")
            .matcher(header("drop_reasons.h"))
            .results()
            .map(match -> match.group(1))
            .filter(name -> !name.equals("REASON"))
            .toList();
    assertThat(inC).isEqualTo(Arrays.stream(DropReason.values()).map(Enum::name).toList());
  }

  @Test
  void constantsAgree() throws IOException {
    String layout = header("datapath.h");
    assertThat(constant(layout, "LAYOUT_VERSION")).isEqualTo(Layout.VERSION);
    assertThat(constant(layout, "MAX_MASKS")).isEqualTo(Layout.MAX_MASKS);
    assertThat(constant(layout, "LIST_ACTIONS")).isEqualTo(Layout.LIST_ACTIONS);
    assertThat(constant(layout, "BATCH_ACTIONS")).isEqualTo(Layout.BATCH_ACTIONS);
    assertThat((Layout.LIST_ACTIONS - 1) * Layout.BATCH_ACTIONS + 1)
        .isEqualTo(Datapath.MAX_ACTIONS);
    assertThat(constant(layout, "INJECT_SLOTS")).isEqualTo(Layout.INJECT_SLOTS);
    assertThat(constant(layout, "TUNNEL_PORT")).isEqualTo(Datapath.TUNNEL_PORT);
  }

  @Test
  void mapsAndProgramsAgree() throws IOException {
    assertThat(names(header("maps.h") + header("heartbeat.h"), "\\} (\\w+) SEC\\(\"\\.maps\"\\)"))
        .containsExactlyInAnyOrder(
            Stream.concat(
                    Layout.MAPS.stream().map(Layout.MapShape::name),
                    Stream.of("mask_cache")) // used only by the kernel
                .toArray(String[]::new));
    assertThat(names(header("datapath.c"), "SEC\\(\"tc\"\\)\\s+int (\\w+)\\("))
        .containsExactlyInAnyOrderElementsOf(Layout.PROGRAMS);
  }

  /** Compares the tables in the documentation (docs: datapath.md#maps). */
  @Test
  void thePageAgrees() throws IOException {
    String page = Files.readString(Path.of("src/site/markdown/datapath.md"));
    for (Layout.MapShape map : Layout.MAPS) {
      String sizes =
          map.name().equals("upcalls")
              ? ""
              : "[^|]*\\| [^|]*\\(%d\\) \\| [^|]*\\(%d\\) \\|".formatted(map.key(), map.value());
      assertThat(page).containsPattern("\\| `" + map.name() + "` \\| " + sizes);
    }
    for (DropReason reason : DropReason.values()) {
      assertThat(page).contains("| %d | `%s` |".formatted(reason.ordinal(), reason));
    }
    for (Limit limit : Limit.values()) {
      assertThat(page).contains("`%s` %d".formatted(limit, limit.ordinal()));
    }
    assertThat(page).contains("`LAYOUT_VERSION` (%d)".formatted(Layout.VERSION));
    List<MatchResult> actions =
        Pattern.compile("\\bACTION_(\\w+) = (\\d+),")
            .matcher(header("datapath.h"))
            .results()
            .toList();
    assertThat(actions)
        .hasSizeGreaterThan(5)
        .allSatisfy(
            action ->
                assertThat(page)
                    .contains("| %s | `%s` |".formatted(action.group(2), action.group(1))));
  }

  private static List<String> names(String source, String pattern) {
    return Pattern.compile(pattern)
        .matcher(source)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
