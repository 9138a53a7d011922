package org.midolab.lab.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Measures how long an outage lasts, to a tenth of a second. It sends ten echo requests per second
 * from a node to an address until it is stopped, or for ten minutes if nobody stops it.
 */
public final class OutageProbe {

  private static final int MOST_REQUESTS = 6000;

  /** Interval between two requests, in seconds. */
  private static final double INTERVAL = 0.1;

  private static final String NOW = "date +[%s.%N]\\ now";

  private static final Pattern REPLY =
      Pattern.compile("^\\[(\\d+\\.\\d+)] \\d+ bytes from .*icmp_seq=(\\d+) .*");

  private final LabNode from;
  private final String target;
  private final String file;
  private final String pid;

  private OutageProbe(LabNode from, String target, String file, String pid) {
    this.from = from;
    this.target = target;
    this.file = file;
    this.pid = pid;
  }

  /**
   * Starts the requests. A node can have one probe of each address.
   *
   * @throws LabException if the node does not run
   */
  public static OutageProbe start(LabNode from, String target) {
    var file = "/tmp/outage-" + target;
    // The file is a new one: a probe that was not stopped may still write to the old one.
    var answer =
        from.shell(
            "rm -f %1$s; setsid ping -n -D -O -i %2$s -c %3$d -W 1 %4$s > %1$s 2>&1 < /dev/null & echo $!"
                .formatted(file, INTERVAL, MOST_REQUESTS, target));
    if (!answer.ok()) {
      throw new LabException("no outage probe on " + from.name() + ": " + answer.all());
    }
    return new OutageProbe(from, target, file, answer.text());
  }

  public String direction() {
    return from.name() + " → " + target;
  }

  /** Returns a probe of the replies so far; the requests go on. */
  public Probe<Outage> soFar() {
    return Probe.of("echo replies " + direction(), this::read);
  }

  /** Stops the requests and returns the result. */
  public Outage stop() {
    return parse(direction(), stopRaw("").text());
  }

  /**
   * Stops the requests and returns what ping printed.
   *
   * @param question the question of the answer
   */
  public RawAnswer stopRaw(String question) {
    // The time is read first, so that the silence at the end does not include the stopping.
    var text =
        from.shell(
                "%3$s > %2$s.end; kill -INT %1$s 2> /dev/null; sleep 0.2; cat %2$s %2$s.end; rm -f %2$s %2$s.end"
                    .formatted(pid, file, NOW))
            .out();
    return new RawAnswer(from.name(), question, text);
  }

  private Outage read() {
    return parse(direction(), print());
  }

  private String print() {
    return from.shell("cat " + file + "; " + NOW).out();
  }

  /** Returns the result in what ping and then {@code date} printed. */
  public static Outage parse(String direction, String text) {
    var replies = new TreeMap<Integer, Double>();
    double now = 0;
    for (var line : text.lines().toList()) {
      var reply = REPLY.matcher(line);
      if (reply.matches()) {
        replies.putIfAbsent(Integer.parseInt(reply.group(2)), Double.parseDouble(reply.group(1)));
      } else if (line.endsWith("] now")) {
        now = Double.parseDouble(line.substring(1, line.indexOf(']')));
      }
    }
    double longest = 0;
    double last = replies.isEmpty() ? 0 : replies.firstEntry().getValue();
    for (double at : replies.values()) {
      longest = Math.max(longest, at - last);
      last = at;
    }
    double silentSince = replies.isEmpty() || now == 0 ? 0 : Math.max(0, now - last);
    var missing = new ArrayList<Integer>();
    for (int sequence = 1; !replies.isEmpty() && sequence < replies.lastKey(); sequence++) {
      if (!replies.containsKey(sequence)) {
        missing.add(sequence);
      }
    }
    return new Outage(
        direction,
        replies.size(),
        List.copyOf(missing),
        seconds(longest - INTERVAL),
        seconds(silentSince));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(Math.max(0, seconds) * 1000));
  }

  /**
   * The result of the requests.
   *
   * @param replies number of requests that were answered
   * @param missing sequence numbers of unanswered requests before the last answered one
   * @param longest the longest time between two replies, minus the interval of the requests
   * @param silentSince time since the last reply
   */
  public record Outage(
      String direction,
      int replies,
      List<Integer> missing,
      Duration longest,
      Duration silentSince) {

    /**
     * Time without replies at the end that does not count as a loss: requests stop when the probe
     * is stopped, and on a busy machine stopping takes a moment.
     */
    private static final Duration END = Duration.ofSeconds(3);

    /** Reports whether a request was not answered, including the last ones or all of them. */
    public boolean isLossy() {
      return replies == 0 || !missing.isEmpty() || isSilentAtTheEnd();
    }

    /** Reports whether replies had ended before the probe was stopped. */
    public boolean isSilentAtTheEnd() {
      return silentSince.compareTo(END) > 0;
    }

    @Override
    public String toString() {
      return "%s: %d replies, %d missing, longest silence %.1f s, last reply %.1f s ago"
          .formatted(
              direction,
              replies,
              missing.size(),
              longest.toMillis() / 1000.0,
              silentSince.toMillis() / 1000.0);
    }
  }
}
