package org.midolab.lab.probe;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.midolab.lab.probe.OutageProbe.Outage;

/**
 * A trial of failover: ten echo requests per second in both directions between node internet and an
 * instance, and the changes of the routes of node internet. One trial can run at a time.
 */
public final class FailoverTrial implements AutoCloseable {

  /** Replies from the instance. */
  public static final String IN = "replies from the instance";

  /** Replies from the outside. */
  public static final String OUT = "replies from outside";

  /** Changes of routes, with the time of the fault. */
  public static final String ROUTES = "routes";

  /** The prefix of the guide's floating IPs. */
  public static final String FLOATING_NETWORK = "192.0.2.0/24";

  /** The address of node internet. */
  public static final String INTERNET_ADDRESS = "198.51.100.254";

  private static final String INTERNET = "internet";
  private static final String INSTANCE = "vm1";

  /** Time from the injection of a fault to its effect on packets, at most. */
  private static final Duration ONSET = Duration.ofSeconds(2);

  private final OutageProbe in;
  private final OutageProbe out;
  private final RouteWatch routes;

  /** What ends the records that run. */
  private final Deque<Runnable> running = new ArrayDeque<>();

  private FailoverTrial(LabNodes lab, String floatingIp) {
    try {
      in = OutageProbe.start(lab.node(INTERNET), floatingIp);
      running.push(in::stop);
      out = OutageProbe.start(lab.node(INSTANCE), INTERNET_ADDRESS);
      running.push(out::stop);
      routes = RouteWatch.start(lab.node(INTERNET));
      running.push(() -> routes.stop(""));
      List.of(in, out).forEach(FailoverTrial::awaitReplies);
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  /**
   * Starts the requests and waits until both directions have twenty replies.
   *
   * @throws LabException if a node does not run
   * @throws NotSeen if a direction has no replies; nothing runs then
   */
  public static FailoverTrial start(LabNodes lab, String floatingIp) {
    return new FailoverTrial(lab, floatingIp);
  }

  private static void awaitReplies(OutageProbe direction) {
    Wait.until(
        Deadline.REPLY,
        direction.soFar(),
        Expectation.that("twenty replies", (Outage seen) -> seen.replies() >= 20));
  }

  /** Notes the time and injects the fault. The time that this takes is part of the convergence. */
  public void fault(Runnable inject) {
    routes.mark();
    inject.run();
  }

  /**
   * Waits until the route has changed and both directions have replies again. Returns after the
   * limit, too: then the record shows what did not happen.
   */
  public void awaitEnd(Duration limit) {
    try {
      Wait.until(
          limit,
          routes.sinceFault(),
          Expectation.that("enough", (Duration time) -> time.compareTo(ONSET) >= 0));
      Wait.until(
          limit,
          routes.soFar(FLOATING_NETWORK),
          Expectation.<Optional<Duration>>that("a change", Optional::isPresent));
      for (var direction : List.of(in, out)) {
        Wait.until(
            limit,
            direction.soFar(),
            Expectation.that(
                "replies again", (Outage seen) -> seen.silentSince().toMillis() < 1000));
      }
    } catch (NotSeen e) {
      // The rule that judges the record finds the same.
    }
  }

  /** Ends the trial and returns its records: the two directions, and the routes. */
  public List<RawAnswer> stop(String cause, int trial) {
    var records =
        List.of(
            in.stopRaw(question(cause, trial, IN)),
            out.stopRaw(question(cause, trial, OUT)),
            routes.stop(question(cause, trial, ROUTES)));
    running.clear();
    return records;
  }

  /** Ends what still runs of a trial that was not stopped. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      running.pop().run();
    }
  }

  /** Returns the question of a record. */
  public static String question(String cause, int trial, String what) {
    return "%s, trial %d: %s".formatted(cause, trial, what);
  }

  /** Returns the node that has a record. */
  public static String source(String what) {
    return what.equals(OUT) ? INSTANCE : INTERNET;
  }
}
