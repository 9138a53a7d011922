package org.midolab.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.runtime.ExecResult;
import org.midolab.lab.spec.BgpSoftware;

/** Parsing of the output of the nodes' own tools. */
class ParsersTest {

  private static final BgpReader FRR = BgpReader.of(BgpSoftware.FRR);

  @Test
  void interfacesFromIpJson() throws Exception {
    var seen =
        Interfaces.parse(
            """
            [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"mtu":65536,"address":"00:00:00:00:00:00",
              "addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8}]},
             {"ifindex":5,"link_index":4,"ifname":"eth1","flags":["NO-CARRIER","BROADCAST","UP"],"mtu":1500,
              "address":"02:00:00:00:00:05","addr_info":[{"family":"inet6","local":"fe80::5"}]},
             {"ifindex":7,"ifname":"eth2","flags":["UP","LOWER_UP"],"mtu":1650,"address":"02:00:00:00:00:07",
              "addr_info":[{"family":"inet","local":"198.19.0.11","prefixlen":24}]}]
            """);

    assertThat(seen.named("eth2"))
        .isEqualTo(
            new Interfaces.Link(
                "eth2", true, true, 1650, "02:00:00:00:00:07", List.of("198.19.0.11")));
    assertThat(seen.named("eth1").works()).isFalse();
    assertThat(seen.named("eth1").addresses()).isEmpty();
    assertThat(seen.has("eth0")).isFalse();
    assertThatThrownBy(() -> seen.named("eth0"))
        .hasMessageContaining("eth0")
        .hasMessageContaining("eth2 up");
  }

  @Test
  void listenersFromSs() {
    var seen =
        Listeners.parse(
            """
            LISTEN 0      4096                198.18.0.11:7000       0.0.0.0:*
            LISTEN 0      50     [::ffff:198.18.0.11]:3888             *:*
            LISTEN 0      50                         *:2181             *:*
            LISTEN 0      128               127.0.0.53%lo:53      0.0.0.0:*
            """);

    assertThat(seen.sockets())
        .containsExactlyInAnyOrder(
            "198.18.0.11:7000", "198.18.0.11:3888", "*:2181", "127.0.0.53:53");
    assertThat(seen.at("127.0.0.1", 2181)).isTrue();
    assertThat(seen.at("127.0.0.1", 7000)).isFalse();
  }

  @Test
  void aUnitFromSystemctlShow() {
    var unit =
        Unit.parse(
            "zookeeper.service",
            """
            MainPID=321
            ExecMainStartTimestampMonotonic=9876543
            LoadState=loaded
            ActiveState=active
            SubState=running
            UnitFileState=enabled
            """);

    assertThat(unit.isKnown() && unit.isActive() && unit.isEnabled()).isTrue();
    assertThat(unit.mainPid()).isEqualTo(321);
    assertThat(
            Unit.parse("no.service", "LoadState=not-found\nActiveState=inactive\nUnitFileState=\n"))
        .matches(u -> !u.isKnown() && !u.isActive() && !u.isEnabled());
  }

  @Test
  void aBgpSessionFromVtysh() throws Exception {
    var session =
        FRR.session(
            "198.51.100.2",
            """
            {"198.51.100.2":{"remoteAs":64512,"localAs":64513,"bgpState":"Established","bgpTimerHoldTimeMsecs":5000,
             "bgpTimerKeepAliveIntervalMsecs":1000,"authenticationEnabled":1,"connectionsEstablished":2}}
            """);

    assertThat(session).isEqualTo(new BgpSpeaker.Session("Established", 64512, 5, 1, true, "2"));
    assertThatThrownBy(() -> FRR.session("198.51.100.2", "{\"bgpNoSuchNeighbor\":true}"))
        .hasMessageContaining("198.51.100.2");
  }

  @Test
  void bgpRoutesFromVtysh() throws Exception {
    var routes =
        FRR.routes(
            """
            {"routes":{"192.0.2.0/24":[
               {"valid":true,"bestpath":true,"path":"64513 64512","nexthops":[{"ip":"198.51.100.129","used":true}]},
               {"valid":true,"multipath":true,"path":"64514 64512","nexthops":[{"ip":"203.0.113.129"}]},
               {"valid":true,"path":"1 2 3","nexthops":[{"ip":"10.0.0.1"}]}]}}
            """);

    assertThat(routes).containsOnlyKeys("192.0.2.0/24");
    assertThat(routes.get("192.0.2.0/24"))
        .containsExactly(
            new BgpSpeaker.Path("64513 64512", List.of("198.51.100.129")),
            new BgpSpeaker.Path("64514 64512", List.of("203.0.113.129")),
            new BgpSpeaker.Path("1 2 3", List.of("10.0.0.1")));
  }

  @Test
  void pingsSummary() {
    var answer =
        new ExecResult(
            1,
            "--- 192.0.2.11 ping statistics ---\n3 packets transmitted, 2 received, 33% packet loss\n",
            "");

    assertThat(Ping.parse(answer.out()))
        .isEqualTo(new Ping(3, 2))
        .matches(p -> p.isAnswered() && !p.isComplete());
    assertThatThrownBy(() -> Ping.parse("connect: Network is unreachable\n[exit code 2]"))
        .hasMessageContaining("unreachable")
        .hasMessageContaining("exit code 2");
  }

  @Test
  void anOutageFromTimedReplies() {
    var outage =
        OutageProbe.parse(
            "internet → 192.0.2.11",
            """
            PING 192.0.2.11 (192.0.2.11) 56(84) bytes of data.
            [100.000] 64 bytes from 192.0.2.11: icmp_seq=1 ttl=60 time=0.5 ms
            [100.100] 64 bytes from 192.0.2.11: icmp_seq=2 ttl=60 time=0.5 ms
            [100.200] no answer yet for icmp_seq=3
            [100.300] no answer yet for icmp_seq=4
            [101.600] 64 bytes from 192.0.2.11: icmp_seq=17 ttl=60 time=0.5 ms
            [101.700] 64 bytes from 192.0.2.11: icmp_seq=18 ttl=60 time=0.5 ms
            [101.950] now
            """);

    assertThat(outage.replies()).isEqualTo(4);
    assertThat(outage.missing()).hasSize(14).startsWith(3).endsWith(16);
    assertThat(outage.longest()).isEqualTo(Duration.ofMillis(1400));
    assertThat(outage.silentSince()).isEqualTo(Duration.ofMillis(250));
    assertThat(outage)
        .hasToString(
            "internet → 192.0.2.11: 4 replies, 14 missing, longest silence 1.4 s, last reply 0.3 s ago");
  }

  @Test
  void requestsWithoutReplyAtTheEndOrAtAllAreLost() {
    var answered =
        "[100.000] 64 bytes from 192.0.2.11: icmp_seq=1 ttl=60 time=0.5 ms\n"
            + "[100.100] 64 bytes from 192.0.2.11: icmp_seq=2 ttl=60 time=0.5 ms\n";

    assertThat(OutageProbe.parse("x", answered + "[100.400] now\n").isLossy()).isFalse();
    assertThat(OutageProbe.parse("x", answered + "[104.400] now\n").isLossy()).isTrue();
    assertThat(OutageProbe.parse("x", answered.replace("seq=2", "seq=3")).isLossy()).isTrue();
    assertThat(OutageProbe.parse("x", "[104.400] now\n").isLossy()).isTrue();
  }

  @Test
  void anUnmetExpectationIsReportedWithTheLastValue() {
    var probe = Probe.of("the sky", () -> "grey");

    assertThatThrownBy(() -> Wait.until(Duration.ofMillis(120), probe, Expectation.equalTo("blue")))
        .isInstanceOf(NotSeen.class)
        .hasMessageContaining("expected of the sky: blue; last seen: grey");
  }

  @Test
  void aRunThatOnlyObservesWaitsNoLongerThanItsBudget() {
    var budget = WaitBudget.of(Duration.ofMillis(600));
    var probe = Probe.of("the sky", () -> "grey");
    var blue = Expectation.equalTo("blue");

    assertThatThrownBy(() -> budget.await(Duration.ofMillis(500), probe, blue))
        .hasMessageContaining("waited 500 ms");
    assertThatThrownBy(() -> budget.await(Duration.ofHours(1), probe, blue))
        .hasMessageContaining("waited 400 ms");
    assertThat(budget.await(Duration.ofHours(1), probe, Expectation.equalTo("grey")))
        .isEqualTo("grey");
  }

  @Test
  void aFailedObservationIsRepeatedAndItsReasonReported() {
    var looks = new int[1];
    Probe<String> late =
        Probe.of(
            "a service that starts late",
            () -> {
              if (looks[0]++ < 3) {
                throw new IllegalStateException("asleep");
              }
              return "awake";
            });

    assertThat(Wait.until(Deadline.REPLY, late, Expectation.equalTo("awake"))).isEqualTo("awake");
    assertThatThrownBy(
            () ->
                Wait.until(
                    Duration.ofMillis(80),
                    Probe.of(
                        "a service that never starts",
                        () -> {
                          throw new IllegalStateException("asleep");
                        }),
                    Expectation.that("awake", ignored -> true)))
        .hasMessageContaining("no value, because of: asleep");
  }

  @Test
  void aRequestIsParsedAndReportedWithoutItsSecrets() {
    var request =
        ApiRequest.parse(
            """
            POST /bridges
            Content-Type: application/json
            If-Match: "1-0"

            {"name": "a",

             "x": 1}
            """);

    assertThat(request)
        .isEqualTo(
            new ApiRequest(
                "POST",
                "/bridges",
                Map.of("Content-Type", "application/json", "If-Match", "\"1-0\""),
                "{\"name\": \"a\",\n\n \"x\": 1}"));
    assertThat(request.under("hunter2").text())
        .contains("X-Auth-Token: …", "POST /bridges", "\"a\"");
    assertThat(ApiRequest.parse("GET /ports\n")).isEqualTo(ApiRequest.get("/ports"));
    assertThatThrownBy(() -> ApiRequest.parse("GET")).hasMessageContaining("\"GET\"");
    assertThatThrownBy(() -> ApiRequest.parse("POST /x\n{}")).hasMessageContaining("\"{}\"");
  }

  @Test
  void valuesOfAnAnswerAreFoundByPath() {
    var answer =
        new ApiAnswer(
            400,
            Map.of("content-type", List.of("application/json")),
            "{\"message\": \"no\", \"violations\": [{\"property\": \"name\", \"old\": null}]}");

    assertThat(answer.value("violations.0.property")).isEqualTo("name");
    assertThat(answer.value("violations.0.old")).isEqualTo("nothing");
    assertThat(answer.value("violations.1.property")).isEqualTo("nothing");
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.header("Location")).isEmpty();
    assertThat(answer.summary()).isEqualTo("400 application/json: no");
    assertThat(new ApiAnswer(204, Map.of(), "").value("message")).isEqualTo("nothing");
    assertThat(new ApiAnswer(502, Map.of(), "<html>").json().isMissingNode()).isTrue();
  }
}
