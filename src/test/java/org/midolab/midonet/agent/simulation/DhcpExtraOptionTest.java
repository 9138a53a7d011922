package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.DhcpOption;

/** Conversion of hosts' extra options from text to bytes. */
class DhcpExtraOptionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          domain-name                 | example.org               | 15  | 6578616d706c652e6f7267
          Domain-Name                 | example.org               | 15  | 6578616d706c652e6f7267
          15                          | example.org               | 15  | 6578616d706c652e6f7267
          mtu                         | 1400                      | 26  | 0578
          interface-mtu               | 1400                      | 26  | 0578
          26                          | 1400                      | 26  | 0578
          dns-server                  | 192.0.2.1,192.0.2.2       | 6   | c0000201c0000202
          dns-server                  | 192.0.2.1, 192.0.2.2      | 6   | c0000201c0000202
          ntp-server                  | 192.0.2.1 192.0.2.2       | 42  | c0000201c0000202
          ip-forward-enable           | 1                         | 19  | 01
          default-ttl                 | 64                        | 23  | 40
          tcp-keepalive               | 4294967295                | 38  | ffffffff
          path-mtu-plateau-table      | 68,1500                   | 25  | 004405dc
          vendor-encap                | 01:02:ff                  | 43  | 0102ff
          classless-static-route      | 10.0.0.0/8,192.168.1.2    | 121 | 080ac0a80102
          121                         | 0.0.0.0/0 192.168.1.2     | 121 | 00c0a80102
          tftp-server                 | 192.0.2.1                 | 66  | 3139322e302e322e31
          bootfile-name               | pxe.0                     | 67  | 7078652e30
          tftp-server-address         | 192.0.2.1                 | 150 | c0000201
          224                         | 192.0.2.1                 | 224 | c0000201
          224                         | 0a:0b                     | 224 | 0a0b
          224                         | words, of no other kind   | 224 | 776f7264732c206f66206e6f206f74686572206b696e64
          """)
  void anOptionIsEncodedInTheFormatOfItsCode(String name, String value, int code, String hex) {
    DhcpOption option = DhcpExtraOption.of(new Dhcp.Option(name, value)).orElseThrow();
    assertThat(option.code()).isEqualTo(code);
    assertThat(HexFormat.of().formatHex(option.value())).isEqualTo(hex);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no-such-option         | 1
          0                      | 1
          255                    | 1
          256                    | 1
          -1                     | 1
          50                     | 192.0.2.1
          53                     | 1
          54                     | 192.0.2.1
          61                     | 00:01
          mtu                    | many
          mtu                    | 65536
          default-ttl            | 256
          ip-forward-enable      | 2
          tcp-keepalive          | 4294967296
          tcp-keepalive          | 99999999999999999999
          dns-server             | 192.0.2.1,resolver
          dns-server             | 2001:db8::1
          dns-server             | ''
          domain-name            | ''
          domain-name            |
          dns-server             |
          vendor-encap           | 1:2
          classless-static-route | 10.0.0.0/8
          classless-static-route | 10.0.0.0/33,192.168.1.2
          path-mtu-plateau-table | 68,x
          """)
  void anUnknownNameOrInvalidValueIsLeftOut(String name, String value) {
    assertThat(DhcpExtraOption.of(new Dhcp.Option(name, value))).isEmpty();
  }

  @Test
  void aBootServerWithoutValueIsLeftOut() {
    Dhcp.Option none = new Dhcp.Option("server-ip-address", null);
    Dhcp.Option one = new Dhcp.Option("server-ip-address", "192.0.2.9");
    assertThat(DhcpExtraOption.nextServer(host(none))).isEmpty();
    assertThat(DhcpExtraOption.nextServer(host(none, one))).hasValue(Ip4.parse("192.0.2.9"));
  }

  private static Dhcp.Host host(Dhcp.Option... options) {
    return new Dhcp.Host(
        Mac.parse("02:00:00:00:00:01"), Ip4.parse("192.0.2.5"), "vm", List.of(options));
  }
}
