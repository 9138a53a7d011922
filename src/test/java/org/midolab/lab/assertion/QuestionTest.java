package org.midolab.lab.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.midolab.lab.probe.RawAnswer;

/** A rule accepts an answer only to the question that belongs to its parameters. */
class QuestionTest {

  private static final String PING = "3 packets transmitted, 3 received, 0% packet loss\n";
  private static final String SIGNED = "IP 198.51.100.2.179 > 198.51.100.1.40000: md5 shared\n";
  private static final String FILTER = "tcp port 179 and not src host 198.51.100.1";

  private static void assertRefused(Assertion assertion, RawAnswer... answers) {
    assertThatThrownBy(() -> assertion.evaluate(List.of(answers)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one answer of");
  }

  @Test
  void aPingOfALongerAddressIsNoPingOfItsBeginning() throws Exception {
    var wanted = new Assertion("echo-replies", Map.of("from", "internet", "target", "192.0.2.1"));

    assertRefused(wanted, new RawAnswer("internet", "ping -n -c 3 -i 0.05 -W 1 192.0.2.11", PING));
    assertThat(
            wanted
                .evaluate(
                    List.of(new RawAnswer("internet", "ping -n -c 3 -i 0.05 -W 1 192.0.2.1", PING)))
                .holds())
        .isTrue();
  }

  @Test
  void aCaptureWithAnotherFilterOrAtAnotherInterfaceSaysNothing() throws Exception {
    var wanted =
        new Assertion(
            "segments-signed", Map.of("at", "bgp1", "interface", "eth1", "filter", FILTER));

    for (var question :
        List.of(
            "tcpdump -n -i eth1 'tcp[tcpflags] & tcp-fin != 0'",
            "tcpdump -n -i eth1 '" + FILTER + " and src host 198.51.100.2'",
            "tcpdump -n -i eth2 '" + FILTER + "'")) {
      assertRefused(wanted, new RawAnswer("bgp1", question, SIGNED));
    }
    var own = new RawAnswer("bgp1", "tcpdump -n -i eth1 '" + FILTER + "'", SIGNED);
    assertThat(wanted.evaluate(List.of(own)).holds()).isTrue();
  }

  /** What is expected is a line of the program that is asked. */
  @Test
  void theExpectedAsIsALineOfTheProgram() {
    var frr = new HashMap<>(Map.of("peer", "bgp1", "address", "198.51.100.1", "as", "64513"));
    var bird = new HashMap<>(frr);
    bird.put("software", "bird");

    assertThat(new Assertion("own-address-and-as", frr).expected())
        .isEqualTo("198.51.100.1, router bgp 64513");
    assertThat(new Assertion("own-address-and-as", bird).expected())
        .isEqualTo("198.51.100.1, 64513");
  }

  private static RawAnswer routes(String path) {
    return new RawAnswer(
        "bgp1",
        "vtysh -c show bgp ipv4 unicast json",
        "{\"routes\":{\"192.0.2.0/24\":[{\"path\":\"%s\",\"nexthops\":[]}]}}".formatted(path));
  }

  @Test
  void theWholeNumberOfAnAsIsCompared() throws Exception {
    var wanted =
        new Assertion(
            "bgp-prefixes", Map.of("peer", "bgp1", "as", "64512", "prefixes", "192.0.2.0/24"));

    for (var path : List.of("645120", "64513 64512", "")) {
      assertThat(wanted.evaluate(List.of(routes(path))).holds()).as(path).isFalse();
    }
    for (var path : List.of("64512", "64512 645120")) {
      assertThat(wanted.evaluate(List.of(routes(path))).holds()).as(path).isTrue();
    }
  }

  private static final String NETWORKS =
      "[{\"subnetAddress\": \"192.0.2.0\", \"subnetLength\": 24}]";

  private static Assertion advertises(String router) {
    return new Assertion("router-advertises", Map.of("router", router, "networks", "192.0.2.0/24"));
  }

  private static RawAnswer routers(String... names) {
    var objects =
        IntStream.range(0, names.length)
            .mapToObj(i -> "{\"id\": \"r%d\", \"name\": \"%s\"}".formatted(i + 1, names[i]))
            .toList();
    return new RawAnswer(RawAnswer.API, "GET /routers", objects.toString());
  }

  @Test
  void theObjectsOfAnotherRouterSayNothing() throws Exception {
    var routers = routers("Edge Router", "Tenant Router");
    var edge = new RawAnswer(RawAnswer.API, "GET /routers/r1/bgp_networks", NETWORKS);

    assertThat(advertises("Edge Router").evaluate(List.of(routers, edge)).holds()).isTrue();
    assertRefused(advertises("Tenant Router"), routers, edge);
    assertRefused(advertises("Edge Router"), edge);
    for (var other : List.of(routers("Tenant Router"), routers("Edge Router", "Edge Router"))) {
      assertThatThrownBy(() -> advertises("Edge Router").evaluate(List.of(other, edge)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("expected one router Edge Router");
    }
  }
}
