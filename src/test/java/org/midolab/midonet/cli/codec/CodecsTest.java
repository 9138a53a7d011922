package org.midolab.midonet.cli.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.midolab.midonet.cli.failure.CliException;

/** Tests the conversion of values between input, JSON and output (docs: contract.md#cli-values). */
class CodecsTest {

  private static final Names NAMES =
      new Names() {
        @Override
        public String print(String type, String id) {
          return id;
        }

        @Override
        public String resolve(String type, Value value) {
          return ((Value.Word) value).text();
        }
      };

  static Stream<Arguments> forms() {
    var cidr = new MatchCodecs.Cidr("a", "l");
    var range = new MatchCodecs.Range("r");
    var nat = new MatchCodecs.NatTargets();
    return Stream.of(
        Arguments.of(cidr, "10.0.0.0/8", "{\"a\":\"10.0.0.0\",\"l\":8}", "10.0.0.0/8"),
        Arguments.of(cidr, "10.0.0.1", "{\"a\":\"10.0.0.1\",\"l\":32}", "10.0.0.1"),
        Arguments.of(
            new MatchCodecs.Inverted(cidr, "i"),
            "!10.0.0.0/8",
            "{\"a\":\"10.0.0.0\",\"l\":8,\"i\":true}",
            "!10.0.0.0/8"),
        Arguments.of(
            new MatchCodecs.Inverted(cidr, "i"),
            "10.0.0.0/8",
            "{\"a\":\"10.0.0.0\",\"l\":8,\"i\":false}",
            "10.0.0.0/8"),
        Arguments.of(range, "80", "{\"r\":{\"start\":80,\"end\":80}}", "80-80"),
        Arguments.of(range, "80:90", "{\"r\":{\"start\":80,\"end\":90}}", "80-90"),
        Arguments.of(range, "8000-9000", "{\"r\":{\"start\":8000,\"end\":9000}}", "8000-9000"),
        Arguments.of(nat, "192.0.2.1", target("192.0.2.1", "192.0.2.1", 0, 0), "192.0.2.1"),
        Arguments.of(
            nat,
            "192.0.2.1-192.0.2.9",
            target("192.0.2.1", "192.0.2.9", 0, 0),
            "192.0.2.1-192.0.2.9"),
        Arguments.of(nat, "192.0.2.1:80", target("192.0.2.1", "192.0.2.1", 80, 80), "192.0.2.1:80"),
        Arguments.of(
            nat,
            "192.0.2.1:1024-2048",
            target("192.0.2.1", "192.0.2.1", 1024, 2048),
            "192.0.2.1:1024-2048"),
        Arguments.of(Codecs.Flag.upDown("s"), "up", "{\"s\":true}", "up"),
        Arguments.of(Codecs.Flag.upDown("s"), "down", "{\"s\":false}", "down"),
        Arguments.of(Codecs.Flag.bool("s"), "yes", "{\"s\":true}", "true"),
        Arguments.of(new Codecs.Limit("n"), "no-limit", "{\"n\":-1}", "no-limit"),
        Arguments.of(new Codecs.Limit("n"), "7", "{\"n\":7}", "7"),
        Arguments.of(new Codecs.Number("n", 0, 0xFFFF), "0x0800", "{\"n\":2048}", "2048"),
        Arguments.of(new RefCodecs.Refs("p", "port"), "a,b", "{\"p\":[\"a\",\"b\"]}", "a,b"),
        Arguments.of(
            new MatchCodecs.FlowDirection(),
            "return-flow",
            "{\"matchForwardFlow\":false,\"matchReturnFlow\":true}",
            "return-flow"),
        Arguments.of(
            Codecs.Choice.mapped("c", "SOURCE_IP", "SOURCE_IP", "NONE", ""),
            "SOURCE_IP",
            "{\"c\":\"SOURCE_IP\"}",
            "SOURCE_IP"));
  }

  private static String target(String from, String to, int low, int high) {
    return "{\"natTargets\":[{\"addressFrom\":\"%s\",\"addressTo\":\"%s\",\"portFrom\":%d,\"portTo\":%d}]}"
        .formatted(from, to, low, high);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void valuesAreConvertedToJsonAndBack(Codec codec, String typed, String json, String printed)
      throws Exception {
    var object = JsonNodeFactory.instance.objectNode();
    codec.write(object, new Value.Word(typed), NAMES);
    // compared as text, as the cluster receives it
    var mapper = new ObjectMapper();
    assertThat(mapper.readTree(object.toString())).isEqualTo(mapper.readTree(json));
    assertThat(codec.read(mapper.readTree(json), NAMES)).contains(printed);
    codec.clear(object);
    assertThat(codec.read(object, NAMES)).isEmpty();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(new MatchCodecs.Cidr("a", "l"), "10.0.0.0/33"),
        Arguments.of(new MatchCodecs.Cidr("a", "l"), "10.0.0/8"),
        Arguments.of(new MatchCodecs.Cidr("a", "l"), "10.0.0.0/8/8"),
        Arguments.of(new MatchCodecs.Cidr("a", "l"), "10.0.0.0/x"),
        Arguments.of(new MatchCodecs.Range("r"), "90:80"),
        Arguments.of(new MatchCodecs.Range("r"), "80:"),
        Arguments.of(new MatchCodecs.Range("r"), "70000"),
        Arguments.of(new MatchCodecs.NatTargets(), "192.0.2.300"),
        Arguments.of(new MatchCodecs.NatTargets(), "192.0.2.1:90-80"),
        Arguments.of(new MatchCodecs.NatTargets(), "192.0.2.1:99999"),
        Arguments.of(new MatchCodecs.MacAddress("m"), "ac:ca:ba:00:00"),
        Arguments.of(new MatchCodecs.Address("a"), "300.0.0.1"),
        Arguments.of(new Codecs.Limit("n"), "-5"),
        Arguments.of(Codecs.Flag.upDown("s"), "UP"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void anInvalidValueIsRefusedWithTheExpectedForm(Codec codec, String typed) {
    assertThatThrownBy(
            () -> codec.write(JsonNodeFactory.instance.objectNode(), new Value.Word(typed), NAMES))
        .isInstanceOf(CliException.User.class)
        .hasMessageContaining(codec.form())
        .hasMessageContaining("'" + typed + "'");
  }

  /**
   * Port-v4 has its subnet as a list, v3 in two fields; the output is the same (docs:
   * contract.md#cli-values).
   */
  @Test
  void aRouterPortsNetIsReadFromBothVersions() throws Exception {
    var mapper = new ObjectMapper();
    var net = new MatchCodecs.PortNet();
    assertThat(net.read(mapper.readTree("{\"portSubnet\":[\"10.0.0.0/24\"]}"), NAMES))
        .contains("10.0.0.0/24");
    assertThat(
            net.read(
                mapper.readTree("{\"networkAddress\":\"10.0.0.0\",\"networkLength\":24}"), NAMES))
        .contains("10.0.0.0/24");
  }
}
