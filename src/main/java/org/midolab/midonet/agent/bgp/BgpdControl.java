package org.midolab.midonet.agent.bgp;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps bgpd of one port configured, and publishes the status of its sessions together with the
 * commands that bgpd refuses. For one thread.
 */
final class BgpdControl {

  private static final Logger LOG = LoggerFactory.getLogger(BgpdControl.class);

  /**
   * The parts of a status text that name a session and its state. The rest has counters that always
   * change, so only a change of these parts is published at once.
   */
  private static final Pattern SESSION = Pattern.compile("(BGP neighbor is|BGP state =) [^,\\n]+");

  private static final Duration STATUS_REFRESH = Duration.ofSeconds(15);

  private final UUID host;
  private final UUID portId;
  private final Frr frr;
  private final StateStore state;
  private final LongSupplier clock;
  private final Refusals refusals = new Refusals();
  private String sessions = "";
  private long statusAt;

  /**
   * @param clock nanoseconds, as of {@link System#nanoTime}
   */
  BgpdControl(UUID host, UUID portId, Frr frr, StateStore state, LongSupplier clock) {
    this.host = host;
    this.portId = portId;
    this.frr = frr;
    this.state = state;
    this.clock = clock;
  }

  /**
   * Compares bgpd's configuration with the wanted one, changes what differs, and publishes the
   * status if a session changed or the published one is old.
   *
   * @throws IOException when bgpd does not answer
   */
  void keep(BgpSettings settings) throws IOException {
    configure(settings);
    publishStatus();
  }

  private void configure(BgpSettings settings) throws IOException {
    FrrConfiguration configuration = FrrConfiguration.of(settings);
    if (!refusals.mayTry(configuration, clock.getAsLong())) {
      return;
    }
    Frr.Outcome outcome = frr.configure(configuration);
    if (refusals.note(configuration, outcome, clock.getAsLong())) {
      statusAt = clock.getAsLong() - STATUS_REFRESH.toNanos() - 1;
      if (!outcome.refusals().isEmpty()) {
        LOG.warn(
            "BGP of port {}: bgpd refuses commands, see the port's bgp-status: {}",
            portId,
            outcome.refusals());
      }
    }
    if (outcome.commands() > outcome.refusals().size()) {
      LOG.info(
          "BGP of port {} configured: {}; {} commands",
          portId,
          settings.neighbors(),
          outcome.commands() - outcome.refusals().size());
    }
  }

  private void publishStatus() throws IOException {
    String status = refusals.text() + frr.neighbors();
    String now =
        SESSION
            .matcher(status)
            .results()
            .map(found -> found.group())
            .collect(Collectors.joining("; "));
    boolean changed = !now.equals(sessions);
    if (changed || clock.getAsLong() - statusAt > STATUS_REFRESH.toNanos()) {
      sessions = now;
      statusAt = clock.getAsLong();
      state.publishBgpStatus(host, portId, status, Session.FAIL_FAST);
    }
    if (changed) {
      LOG.info("port {}: {}", portId, now);
    }
  }
}
