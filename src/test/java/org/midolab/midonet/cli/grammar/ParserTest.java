package org.midolab.midonet.cli.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.cli.failure.CliException;
import org.midolab.midonet.cli.schema.Attribute;
import org.midolab.midonet.cli.schema.ObjectType;
import org.midolab.midonet.cli.schema.Schema;

/** Tests the grammar (docs: contract.md#cli-grammar). */
class ParserTest {

  private static Command parse(String line) {
    return Parser.parse(Schema.MIDONET, line).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "router router0 list port, list router router0 port, router router0 port list",
    "tunnel-zone create name tz, create tunnel-zone name tz, add tunnel-zone name tz",
    "router router0 add bgp-peer asn 1, router router0 bgp-peer add asn 1, add router router0 bgp-peer asn 1",
    "router router0 bgp-peer peer0 set password x, set router router0 bgp-peer peer0 password x,"
        + " router router0 set bgp-peer peer0 password x",
    "router router0 show, show router router0, router router0",
    "bridge bridge0 port port0 delete, delete bridge bridge0 port port0, bridge bridge0 delete port port0",
    "host host0 binding port router0:port0 delete, host host0 delete binding port router0:port0,"
        + " delete host host0 binding port router0:port0"
  })
  void theVerbMayStandAnywhere(String one, String other, String another) {
    assertThat(parse(other)).isEqualTo(parse(one));
    assertThat(parse(another)).isEqualTo(parse(one));
  }

  @Test
  void aSpelledOutPathIsOneValue() {
    var create =
        (Command.Create)
            parse("host host0 add binding port router router0 port port0 interface eth1");
    assertThat(create.values())
        .extracting(a -> a.attribute().name())
        .containsExactly("port", "interface");
    assertThat(create.values().getFirst().value()).isInstanceOf(Command.Spelled.class);
  }

  @Test
  void pairsSelectBeforeAChildAndFilterAtTheEnd() {
    var below = (Command.ListAll) parse("list tunnel-zone name tz member host host0");
    assertThat(below.collection().segments()).hasSize(2);
    assertThat(below.filters()).hasSize(1);
    var filtered = (Command.ListAll) parse("list tunnel-zone name tz");
    assertThat(filtered.collection().segments()).hasSize(1);
    assertThat(filtered.filters()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\t"})
  void aBlankLineIsIgnored(String line) {
    assertThat(Parser.parse(Schema.MIDONET, line)).isEmpty();
  }

  @Test
  void theRestOfTheLineIsQuotedAsTyped() {
    assertThatThrownBy(() -> parse("router router0 set colour 'deep blue'"))
        .isInstanceOf(CliException.Syntax.class)
        .hasMessage("Syntax error at: ...colour 'deep blue'");
  }

  /** Every line results in a command or one of the printed errors. */
  @Test
  void randomLinesCauseNoOtherExceptions() {
    long seed = System.nanoTime();
    System.out.println("ParserTest seed " + seed);
    var random = new Random(seed);
    String[] vocabulary =
        Stream.of(
                Stream.of(Verb.values()).map(Verb::word),
                Schema.MIDONET.roots().stream().map(ObjectType::word),
                Schema.MIDONET.roots().stream()
                    .flatMap(t -> t.attributes().stream())
                    .map(Attribute::name),
                Schema.MIDONET.roots().stream()
                    .flatMap(t -> t.children().stream())
                    .map(ObjectType::word),
                Stream.of(
                    "router0", "port0", "!x", "'", "\"a b\"", "", "5", "-1", "sett", "help",
                    "debug", "on"))
            .flatMap(s -> s)
            .toArray(String[]::new);
    for (int i = 0; i < 50_000; i++) {
      var line = new StringBuilder();
      for (int words = random.nextInt(9); words >= 0; words--) {
        line.append(vocabulary[random.nextInt(vocabulary.length)]).append(' ');
      }
      try {
        Parser.parse(Schema.MIDONET, line.toString());
        Words words = Words.of(line.toString());
        Parser.offers(Schema.MIDONET, words, words.size());
      } catch (CliException.Syntax expected) {
        assertThat(expected)
            .hasMessageMatching("(?s)Syntax error.*|Missing arguments, incomplete command");
      }
    }
  }
}
