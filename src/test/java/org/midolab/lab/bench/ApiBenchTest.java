package org.midolab.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.lab.bench.ApiLoad.Request;
import org.midolab.lab.bench.ApiLoad.Verb;
import org.midolab.lab.runtime.LabFailure;

/** The requests of the API benchmark, and the parsing of the cluster's figures, without a lab. */
class ApiBenchTest {

  private static List<Request> requests(int bridges, int ports, int requests) {
    return new ApiLoad(bridges, ports, requests, 4)
        .requests(paths("/bridges/", bridges), paths("/ports/", bridges * ports), 7);
  }

  private static List<String> paths(String collection, int count) {
    return IntStream.range(0, count).mapToObj(i -> collection + i).toList();
  }

  @Test
  void halfOfAllRequestsReadAndTheOthersWriteInAllWays() {
    Map<Verb, Long> verbs =
        requests(100, 10, 900).stream()
            .collect(Collectors.groupingBy(Request::verb, Collectors.counting()));

    assertThat(verbs)
        .containsOnly(
            Map.entry(Verb.GET, 900L),
            Map.entry(Verb.POST, 300L),
            Map.entry(Verb.PUT, 300L),
            Map.entry(Verb.DELETE, 300L));
  }

  @Test
  void noRequestUsesAPortThatAnotherDeletes() {
    var all = requests(100, 10, 900);
    var deleted = all.stream().filter(r -> r.verb() == Verb.DELETE).map(Request::path).toList();

    assertThat(deleted).doesNotHaveDuplicates();
    assertThat(all.stream().filter(r -> r.verb() != Verb.DELETE).map(Request::path))
        .doesNotContainAnyElementsOf(deleted);
  }

  @Test
  void theSameSeedGivesTheSameRequests() {
    assertThat(requests(10, 10, 50)).isEqualTo(requests(10, 10, 50));
  }

  @Test
  void oneBridgeWithOnePortIsEnough() {
    assertThat(requests(1, 1, 20)).hasSize(40).noneMatch(r -> r.verb() == Verb.DELETE);
    assertThatThrownBy(() -> new ApiLoad(1, 0, 1, 1)).hasMessageContaining("0");
  }

  @Test
  void aPercentileIsOneOfTheValues() {
    var hundred =
        Latencies.of(IntStream.rangeClosed(1, 100).mapToLong(i -> i * 1_000_000L).toArray());

    assertThat(hundred.percentile(50)).isEqualTo(50.0);
    assertThat(hundred.percentile(99)).isEqualTo(99.0);
    assertThat(hundred.percentile(100)).isEqualTo(hundred.greatest()).isEqualTo(100.0);
    assertThat(Latencies.of(new long[] {3_000_000}).percentile(99)).isEqualTo(3.0);
    assertThat(hundred.series("GET", 99, "≤ 20").meetsBound()).isFalse();
    assertThat(hundred.series("GET", 99, "≤ 99").meetsBound()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 7, 64})
  void objectsAreCountedHoweverTheListIsSplit(int size) {
    byte[] list =
        "[{\"uri\":\"a\",\"id\":1},{\"id\":\"\\\"uri\",\"uri\":\"b\"},{\"uri\":\"c\"}]"
            .getBytes(StandardCharsets.UTF_8);
    var counter = new ObjectCounter();
    for (int at = 0; at < list.length; at += size) {
      int length = Math.min(size, list.length - at);
      byte[] piece = new byte[64];
      System.arraycopy(list, at, piece, 0, length);
      counter.count(piece, length);
    }

    assertThat(counter.objects()).isEqualTo(3);
    assertThat(counter.bytes()).isEqualTo(list.length);
  }

  @Test
  void theHeapsPeakIsItsUseBeforeACollection() {
    var log =
        CollectorLog.parse(
            """
            [0.005s][info][gc] Using Serial
            [1.151s][info][gc] GC(0) Pause Young (Allocation Failure) 33M->9M(123M) 6.231ms
            [2.100s][info][gc] GC(1) Pause Full (Metadata GC Threshold) 21M->11M(123M) 41.002ms
            [9.145s][info][gc] GC(2) Pause Young (Allocation Failure) 124M->23M(365M) 0.794ms
            """);

    assertThat(log).isEqualTo(new CollectorLog(124, 23, 365, 41.002, 3));
    assertThatThrownBy(() -> CollectorLog.parse("[0.005s][info][gc] Using Serial"))
        .isInstanceOf(LabFailure.class);
  }

  @Test
  void parsesTheStateAndMemoryOfAService() {
    assertThat(ServiceWatch.State.parse("MainPID=148\nNRestarts=2\n"))
        .isEqualTo(new ServiceWatch.State(148, 2));
    assertThat(ServiceWatch.resident("VmPeak:\t 9 kB\nVmHWM:\t  215040 kB\n")).isEqualTo(210.0);
    assertThatThrownBy(() -> ServiceWatch.State.parse("")).isInstanceOf(LabFailure.class);
    assertThatThrownBy(() -> ServiceWatch.resident("")).isInstanceOf(LabFailure.class);
  }
}
