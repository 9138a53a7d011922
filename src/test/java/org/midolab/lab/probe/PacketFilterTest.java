package org.midolab.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All the ways in which a packet filter can block tunnels, and rulesets that look similar and do
 * not.
 */
class PacketFilterTest {

  private static final int PORT = 6677;

  record Case(String what, String nft, List<String> drops, String json) {

    @Override
    public String toString() {
      return what;
    }
  }

  static List<Case> cases() throws Exception {
    try (var yaml = PacketFilterTest.class.getResourceAsStream("packet-filters.yaml")) {
      return new ObjectMapper(new YAMLFactory()).readValue(yaml, new TypeReference<>() {});
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reportsTheRulesThatMayDrop(Case ruleset) throws Exception {
    assertThat(PacketFilter.drops(ruleset.json(), PORT))
        .as(ruleset.nft())
        .isEqualTo(ruleset.drops());
  }
}
