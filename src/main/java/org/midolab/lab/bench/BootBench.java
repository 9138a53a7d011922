package org.midolab.lab.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.midolab.lab.runtime.LabHome;

/**
 * Measures how long the quickstart lab takes: from the boot to a floating IP that answers pings
 * from the internet, phase by phase, and its removal.
 */
public final class BootBench {

  private final LabHome home;
  private final Consumer<String> progress;
  private final Map<String, List<Double>> phases = new LinkedHashMap<>();
  private final List<Double> up = new ArrayList<>();
  private final List<Double> down = new ArrayList<>();

  /**
   * @param progress receives a line for each round
   */
  public BootBench(LabHome home, Consumer<String> progress) {
    this.home = home;
    this.progress = progress;
  }

  /**
   * Runs the benchmark.
   *
   * @param rounds 1 or more; one more round before them builds the images and is not counted
   */
  public Results run(int rounds) {
    Machine machine = Machine.here();
    progress.accept("one round that is not counted builds the images");
    WalkedLab.quickstart(home, (phase, took) -> {}).close();
    for (int round = 1; round <= rounds; round++) {
      measure();
      progress.accept(
          String.format(
              Locale.ROOT,
              "round %d of %d: up in %.1f s, down in %.1f s",
              round,
              rounds,
              up.getLast(),
              down.getLast()));
    }
    var series = new ArrayList<Series>();
    series.add(new Series("bare nodes to an answering floating IP", "s", "≤ 60", up));
    phases.forEach((phase, values) -> series.add(new Series("· " + phase, "s", "", values)));
    series.add(new Series("down", "s", "≤ 5", down));
    return Results.of(
        "boot",
        machine,
        series,
        List.of(
            "images are built before the first round; down removes nodes, links, networks and state"));
  }

  private void measure() {
    Map<String, Double> took = new LinkedHashMap<>();
    long start = System.nanoTime();
    var lab =
        WalkedLab.quickstart(home, (phase, time) -> took.merge(phase, seconds(time), Double::sum));
    up.add(seconds(Duration.ofNanos(System.nanoTime() - start)));
    took.forEach((phase, time) -> phases.computeIfAbsent(phase, _ -> new ArrayList<>()).add(time));
    long end = System.nanoTime();
    lab.close();
    down.add(seconds(Duration.ofNanos(System.nanoTime() - end)));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
