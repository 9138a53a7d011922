package org.midolab.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;

/**
 * Sends packets from a node, each of a flow that was never seen before, at a rate of our choice:
 * bounded in count and in time.
 */
final class Generator {

  private static final String SCRIPT = "offer.pl";
  private static final Pattern REPORT =
      Pattern.compile("sent (\\d+) failed (\\d+) seconds ([0-9.]+)\\s*");

  private final Node from;
  private final String target;
  private final byte[] script;
  private long next;

  /**
   * @param target IPv4 address, where every UDP port is as good as any other
   */
  Generator(Node from, String target) {
    this.from = from;
    this.target = target;
    this.script = script();
  }

  /**
   * What was sent.
   *
   * @param seconds that it took
   */
  record Sent(long packets, double seconds) {

    double rate() {
      return packets / seconds;
    }
  }

  /**
   * Returns when all is sent.
   *
   * @param rate packets a second
   */
  Sent offer(int rate, int packets) {
    Duration limit = Duration.ofSeconds(10L + 5L * packets / rate);
    String report =
        from.exec(limit, List.of("perl", "-", target, "" + rate, "" + packets, "" + next), script)
            .orFail("the generator on " + from.name())
            .out();
    next += packets;
    return parse(report);
  }

  static Sent parse(String report) {
    var found = REPORT.matcher(report);
    if (!found.matches()) {
      throw new LabFailure("the generator told: " + report);
    }
    return new Sent(Long.parseLong(found.group(1)), Double.parseDouble(found.group(3)));
  }

  private static byte[] script() {
    try (var in = Objects.requireNonNull(Generator.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
