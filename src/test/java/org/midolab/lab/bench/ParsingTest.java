package org.midolab.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.bench.FlowBench.Step;
import org.midolab.lab.runtime.LabFailure;

/** Parsing of the output of the nodes' tools. */
class ParsingTest {

  private static final String DATAPATH =
      """
      datapath midonet: 30002 of 350000 flows, 5 of 64 masks
        port 1: eth1 (interface 3, veth, up, mtu 1500)
          received 101 packets, 9786 bytes; sent 101 packets, 9786 bytes
          dropped 7: UPCALL_RING_FULL
          dropped 2: NO_ROUTE
        port 65535: tunnels
          dropped 3: UPCALL_RING_FULL
      """;

  @Test
  void parsesFlowsAndDropsOfADatapath() {
    var counters = DatapathCounters.parse(DATAPATH);

    assertThat(counters.flows()).isEqualTo(30002);
    assertThat(counters.drops())
        .containsOnly(Map.entry("UPCALL_RING_FULL", 10L), Map.entry("NO_ROUTE", 2L));
    assertThat(counters.dropsSince(new DatapathCounters(0, Map.of("NO_ROUTE", 2L))))
        .containsOnly(Map.entry("UPCALL_RING_FULL", 10L));
    assertThatThrownBy(() -> DatapathCounters.parse("nothing")).isInstanceOf(LabFailure.class);
  }

  @Test
  void countsReceivedUdpPackets() {
    String snmp =
        """
        Ip: Forwarding DefaultTTL
        Ip: 1 64
        Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors
        Udp: 5 100 1 9 8
        """;

    assertThat(FlowBench.udpPackets(snmp)).isEqualTo(106);
    assertThatThrownBy(() -> FlowBench.udpPackets("Tcp: x")).isInstanceOf(LabFailure.class);
  }

  @Test
  void parsesTheReportOfTheGenerator() {
    var sent = Generator.parse("sent 20000 failed 0 seconds 4.000\n");

    assertThat(sent.packets()).isEqualTo(20000);
    assertThat(sent.rate()).isEqualTo(5000.0);
    assertThatThrownBy(() -> Generator.parse("only 3 of 4 packets in time"))
        .isInstanceOf(LabFailure.class);
  }

  @Test
  void parsesTheReportOfIperf() {
    assertThat(Iperf.gbits("{\"end\":{\"sum_received\":{\"bits_per_second\":1.25e10}}}"))
        .isEqualTo(12.5);
    assertThatThrownBy(() -> Iperf.gbits("{\"error\":\"unable to connect\"}"))
        .hasMessageContaining("unable to connect");
  }

  @Test
  void findsIdsInAListing() {
    var lines = List.of("host 1-a name compute2 alive true", "host 2-b name compute1 alive true");

    assertThat(CommandLine.id(lines, "host", "compute1")).contains("2-b");
    assertThat(CommandLine.id(lines, "chain", "compute1")).isEmpty();
  }

  @Test
  void aStepIsLosslessWhenAllArrivesInTimeAndNothingWasDropped() {
    var sent = new Generator.Sent(20000, 4.0);

    assertThat(new Step(sent, 20000, 4.1, 20000, Map.of()).isLossless()).isTrue();
    assertThat(new Step(sent, 20000, 4.1, 20000, Map.of()).rate()).isBetween(4870.0, 4880.0);
    assertThat(new Step(sent, 19999, 4.1, 20000, Map.of()).isLossless()).isFalse();
    assertThat(new Step(sent, 20000, 6.0, 20000, Map.of()).isLossless()).isFalse();
    assertThat(new Step(sent, 20000, 4.0, 20000, Map.of("NO_ROUTE", 1L)).isLossless()).isFalse();
  }

  @Test
  void theResultIsTheFastestOfTheLosslessSteps() {
    var slow = new Step(new Generator.Sent(8000, 4.0), 8000, 4.0, 8000, Map.of());
    var lossy = new Step(new Generator.Sent(24000, 4.0), 23000, 4.0, 23000, Map.of());

    var results = FlowBench.results(Machine.here(), List.of(slow, lossy));

    assertThat(results.series()).extracting(Series::median).containsExactly(2000.0, 5750.0);
    assertThat(results.meetsBounds()).isFalse();
  }
}
