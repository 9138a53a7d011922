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
 * Sends UDP packets from a node at a given rate. Each packet belongs to a new flow. Their number
 * and the time are bounded.
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
   * @param target IPv4 address; packets go to different UDP ports of it
   */
  Generator(Node from, String target) {
    this.from = from;
    this.target = target;
    this.script = script();
  }

  /**
   * The result of sending.
   *
   * @param packets number of sent packets
   * @param seconds time of sending
   */
  record Sent(long packets, double seconds) {

    double rate() {
      return packets / seconds;
    }
  }

  /**
   * Sends packets. Returns when all are sent.
   *
   * @param rate packets per second
   * @param packets number of packets
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
      throw new LabFailure("unexpected output of the generator: " + report);
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
