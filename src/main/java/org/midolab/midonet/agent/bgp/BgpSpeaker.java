package org.midolab.midonet.agent.bgp;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.midolab.linux.LinuxException;
import org.midolab.midonet.agent.flow.LocalPorts;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The BGP speaker of one uplink port. Its own thread keeps it configured as the topology wants.
 * Failed steps are tried again, and only differences are changed.
 */
final class BgpSpeaker {

  private static final Logger LOG = LoggerFactory.getLogger(BgpSpeaker.class);

  private static final Duration CHECK = Duration.ofSeconds(2);

  /**
   * The wanted state of a speaker.
   *
   * @param port the uplink port with its addresses
   * @param connected whether the uplink is active and its learned routes can be published
   * @param delivers whether this host reaches others, so that they may use its learned routes
   * @param mostRoutes maximum number of learned routes
   */
  record Wanted(
      Port port, BgpSettings settings, boolean connected, boolean delivers, int mostRoutes) {}

  private final UUID host;
  private final UUID portId;
  private final Datapath datapath;
  private final LocalPorts local;
  private final StateStore state;
  private final Frr frr;
  private final BgpdControl bgpd;
  private final Semaphore work = new Semaphore(0);
  private final Thread thread;
  private volatile Wanted wanted;
  private volatile boolean stopping;
  private @Nullable BgpNamespace namespace;
  private int number;
  private int outsideIndex;
  private boolean running;
  private @Nullable Set<Route> published;
  private String lastWarning = "";

  BgpSpeaker(UUID host, Wanted wanted, Datapath datapath, LocalPorts local, StateStore state) {
    this.host = host;
    this.portId = wanted.port().id();
    this.wanted = wanted;
    this.datapath = datapath;
    this.local = local;
    this.state = state;
    this.frr = new Frr(BgpNamespace.name(portId));
    this.bgpd = new BgpdControl(host, portId, frr, state, System::nanoTime);
    this.thread = Thread.ofPlatform().name(BgpNamespace.name(portId)).daemon().start(this::run);
    work.release();
  }

  void want(Wanted now) {
    boolean changed = !now.equals(wanted);
    wanted = now;
    if (changed) {
      work.release();
    }
  }

  /** Makes the thread compare again, after a change of a link or a binding. */
  void wake() {
    work.release();
  }

  private void run() {
    while (!stopping) {
      try {
        boolean woken = work.tryAcquire(CHECK.toMillis(), TimeUnit.MILLISECONDS);
        work.drainPermits();
        if (!stopping) {
          reconcile(wanted, woken);
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException | LinuxException | DatapathException e) {
        warnOnce(e);
      } catch (RuntimeException e) {
        LOG.error("BGP of port {} failed, will try again", portId, e);
      }
    }
  }

  private void warnOnce(Exception e) {
    String message = String.valueOf(e.getMessage());
    if (!message.equals(lastWarning)) {
      lastWarning = message;
      LOG.warn(
          "BGP of port {} could not be brought to the wanted state, will try again: {}",
          portId,
          message);
    }
  }

  private void reconcile(Wanted now, boolean woken) throws IOException, InterruptedException {
    BgpNamespace place = namespace();
    place.lay(now.port());
    place.carrier(now.connected());
    attachLink(now, place);
    publishRoutes(now, place);
    if (!running) {
      frr.start();
      running = true;
      LOG.info("BGP of port {} runs in namespace {}", portId, place.outside());
    }
    try {
      bgpd.keep(now.settings());
      lastWarning = "";
    } catch (IOException e) {
      // bgpd may have crashed or been stopped. To start a unit that runs has no effect.
      running = false;
      if (!woken) {
        warnOnce(e);
      } else {
        Thread.sleep(100);
        work.release();
      }
    }
  }

  /** Returns the namespace, which it opens at the first call. */
  private BgpNamespace namespace() {
    BgpNamespace opened = namespace;
    if (opened == null) {
      opened = BgpNamespace.openOrCreate(portId);
      namespace = opened;
      opened.onRouteChange(this::wake);
    }
    return opened;
  }

  /** Attaches the daemon's link to the datapath, and again if the link was created again. */
  private void attachLink(Wanted now, BgpNamespace place) {
    int index = place.outsideIndex();
    if (number == 0 || index != outsideIndex) {
      number = datapath.attach(place.outside());
      outsideIndex = index;
    }
    local.namespace(
        portId,
        number,
        now.settings().neighbors().stream()
            .map(BgpSettings.Neighbor::address)
            .collect(Collectors.toSet()));
  }

  private void publishRoutes(Wanted now, BgpNamespace place) {
    Set<Route> learned =
        now.connected() && now.delivers()
            ? LearnedRoutes.of(now.port(), place.routes(), now.mostRoutes())
            : Set.of();
    if (!learned.equals(published)) {
      state.publishRoutes(host, portId, learned, Session.NORMAL);
      published = learned;
      LOG.info("port {} has learned {} routes", portId, learned.size());
    }
  }

  /**
   * Stops the daemons and removes the namespace, the links, the learned routes and the status.
   * Blocks until the daemons have stopped.
   */
  void stop() {
    stopping = true;
    thread.interrupt();
    state.publishRoutes(host, portId, Set.of(), Session.NORMAL);
    state.publishBgpStatus(host, portId, null, Session.FAIL_FAST);
    try {
      thread.join(Duration.ofSeconds(5));
      frr.stop();
    } catch (IOException e) {
      LOG.warn("BGP of port {} did not stop cleanly: {}", portId, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    local.namespace(portId, 0, Set.of());
    String name = BgpNamespace.name(portId);
    datapath.detach(name);
    if (namespace != null) {
      namespace.close();
    }
    BgpNamespace.delete(name);
    LOG.info("BGP of port {} has stopped", portId);
  }
}
