package org.midolab.lab.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The result of echo requests from a node.
 *
 * @param sent number of requests
 * @param received number of replies
 */
public record Ping(int sent, int received) {

  private static final Pattern SUMMARY =
      Pattern.compile("(\\d+) packets transmitted, (\\d+)(?: packets)? received");

  /** Returns a probe that sends three requests from a node and waits one second for each reply. */
  public static Probe<Ping> from(LabNode node, String target, String... options) {
    return Probe.of(
        "echo replies to " + node.name() + " from " + target,
        () -> parse(raw(node, target, options).text()));
  }

  /** Returns the unparsed output of ping for three such requests. */
  public static RawAnswer raw(LabNode node, String target, String... options) {
    return RawAnswer.of(node, Duration.ofSeconds(15), List.of(command(target, options).split(" ")));
  }

  /** Returns the command of {@link #raw}. */
  public static String command(String target, String... options) {
    var command = new ArrayList<>(List.of("ping -n -c 3 -i 0.05 -W 1"));
    command.addAll(List.of(options));
    command.add(target);
    return String.join(" ", command);
  }

  /**
   * The counts in what ping printed.
   *
   * @throws IllegalStateException when there are none in it
   */
  public static Ping parse(String printed) {
    var summary = SUMMARY.matcher(printed);
    if (!summary.find()) {
      throw new IllegalStateException("ping said: " + printed);
    }
    return new Ping(Integer.parseInt(summary.group(1)), Integer.parseInt(summary.group(2)));
  }

  public boolean isAnswered() {
    return received > 0;
  }

  public boolean isComplete() {
    return sent == received && sent > 0;
  }

  @Override
  public String toString() {
    return received + " replies to " + sent + " requests";
  }
}
