package org.midolab.midonet.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.cli.grammar.Words;
import org.midolab.midonet.cli.schema.Schema;

/** Tests the candidates for completion. */
class CompletionTest {

  private final Aliases aliases = new Aliases(true);
  private final Completion completion = new Completion(Schema.MIDONET, aliases);

  CompletionTest() {
    var router = aliases.learn(aliases.root(), "router", "r-0");
    router.name();
    aliases.learn(router, "port", "p-0").name();
    aliases.learn(router, "peer", "b-0").name();
    aliases.learn(aliases.root(), "chain", "c-0").name();
    aliases.learn(aliases.root(), "host", "h-0").name();
  }

  private List<String> after(String line) {
    Words words = Words.of(line);
    return completion.at(words, words.size());
  }

  @Test
  void atTheStartItOffersVerbsTypesAndSessionWords() {
    assertThat(after(""))
        .contains("list", "create", "router", "tunnel-zone", "sett", "help", "exit");
  }

  @Test
  void afterATypeItOffersObjectsAndVerbs() {
    assertThat(after("router "))
        .contains("router0", "list", "create")
        .doesNotContain("chain0", "port0", "name");
    assertThat(after("list router ")).contains("router0", "name", "state").doesNotContain("list");
  }

  @Test
  void afterAnObjectItOffersChildrenAndVerbs() {
    assertThat(after("router router0 "))
        .contains("port", "route", "bgp-peer", "set")
        .doesNotContain("router", "asn");
    assertThat(after("router router0 port ")).contains("port0", "list").doesNotContain("peer0");
    assertThat(after("router router0 bgp-peer ")).contains("peer0");
  }

  @Test
  void afterSetItOffersWritableAttributes() {
    assertThat(after("router router0 set "))
        .contains("name", "asn", "infilter")
        .doesNotContain("list", "id");
    assertThat(after("host host0 set "))
        .contains("flooding-proxy-weight")
        .doesNotContain("alive", "name");
    assertThat(after("router router0 set name x ")).contains("asn");
    assertThat(after("router router0 show ")).contains("name", "id");
  }

  @Test
  void forAValueItOffersWordsOrObjects() {
    assertThat(after("router router0 set state ")).containsExactly("down", "up");
    assertThat(after("tunnel-zone create type ")).containsExactly("gre", "vtep", "vxlan");
    assertThat(after("router router0 set infilter ")).contains("chain0").doesNotContain("router0");
    assertThat(after("host host0 add binding port ")).contains("router0:port0", "router");
    assertThat(after("host host0 add binding port router ")).contains("router0");
    assertThat(after("host host0 add binding port router router0 port ")).contains("port0");
    assertThat(after("debug ")).containsExactly("off", "on");
  }

  @Test
  void afterASyntaxErrorItOffersNothing() {
    assertThat(after("frobnicate ")).isEmpty();
    assertThat(after("router router0 set colour ")).isEmpty();
  }

  @Test
  void forAnUnknownObjectItOffersNothing() {
    assertThat(after("router router9 port ")).doesNotContain("port0").contains("list");
  }
}
