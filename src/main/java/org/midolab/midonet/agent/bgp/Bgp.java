package org.midolab.midonet.agent.bgp;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.midolab.midonet.agent.flow.LocalPorts;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.nsdb.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a BGP speaker for each uplink port of this host that has a peer: the port is bound here, its
 * router has an AS number, and a peer's address lies in the port's subnet (docs: contract.md#bgp).
 */
public final class Bgp {

  private static final Logger LOG = LoggerFactory.getLogger(Bgp.class);

  private static final Path NAMESPACES = Path.of("/run/netns");

  /**
   * Defaults and limits of all speakers.
   *
   * @param keepAlive seconds, for peers without a value of their own
   * @param holdTime seconds, for peers without a value of their own
   * @param connectRetry seconds, for peers without a value of their own
   * @param mostRoutes maximum number of routes that are learned through one port
   * @param zookeeperHold time that sessions stay up without a connection to ZooKeeper
   */
  public record Settings(
      int keepAlive, int holdTime, int connectRetry, int mostRoutes, Duration zookeeperHold) {}

  private final UUID host;
  private final Datapath datapath;
  private final LocalPorts local;
  private final StateStore state;
  private final Settings settings;
  private final Map<UUID, BgpSpeaker> speakers = new ConcurrentHashMap<>();
  private final Map<UUID, Thread> ending = new ConcurrentHashMap<>();
  private final Limits limits = new Limits();
  private boolean cleaned;

  public Bgp(UUID host, Datapath datapath, LocalPorts local, StateStore state, Settings settings) {
    this.host = host;
    this.datapath = datapath;
    this.local = local;
    this.state = state;
    this.settings = settings;
  }

  /**
   * Starts, reconfigures and stops speakers. Returns at once; the work is done on the speakers'
   * threads. For one thread.
   *
   * @param zookeeperAway time since the fail-fast session lost its connection; zero while it is
   *     connected
   * @param underlayCut whether this host reaches no other host of its tunnel zones
   */
  public void reconcile(Topology topology, Duration zookeeperAway, boolean underlayCut) {
    boolean withinHold = zookeeperAway.compareTo(settings.zookeeperHold()) <= 0;
    Map<UUID, BgpSpeaker.Wanted> wanted = wanted(topology, withinHold, !underlayCut);
    if (!wanted.isEmpty()) {
      limits.report(withinHold, !underlayCut);
    }
    Map.copyOf(speakers)
        .forEach(
            (portId, speaker) -> {
              if (!wanted.containsKey(portId)) {
                speakers.remove(portId);
                end(portId, speaker);
              }
            });
    wanted.forEach(
        (portId, want) -> {
          BgpSpeaker speaker = speakers.get(portId);
          if (speaker != null) {
            speaker.want(want);
          } else if (!ending.containsKey(portId)) {
            speakers.put(portId, new BgpSpeaker(host, want, datapath, local, state));
          }
        });
    if (!cleaned) {
      cleaned = true;
      stopLeftOver(wanted.keySet().stream().map(BgpNamespace::name).collect(Collectors.toSet()));
    }
  }

  private void end(UUID portId, BgpSpeaker unwanted) {
    ending.put(
        portId,
        Thread.ofPlatform()
            .name("end-" + BgpNamespace.name(portId))
            .start(
                () -> {
                  unwanted.stop();
                  ending.remove(portId);
                }));
  }

  /** Returns whether there are speakers, or were before the topology changed last. */
  public boolean isWanted() {
    return !speakers.isEmpty();
  }

  /**
   * Returns what each speaker shall do.
   *
   * @param withinHold whether sessions may be up
   * @param delivers whether this host reaches others. If not, sessions stay up, and announce and
   *     publish nothing: peers learn at once, while the end of a link would cost their hold time.
   */
  Map<UUID, BgpSpeaker.Wanted> wanted(Topology topology, boolean withinHold, boolean delivers) {
    Map<UUID, BgpSpeaker.Wanted> wanted = new HashMap<>();
    BgpSettings.Timers timers =
        new BgpSettings.Timers(settings.keepAlive(), settings.holdTime(), settings.connectRetry());
    for (Port port : topology.portsOn(host)) {
      Router router = topology.router(port.routerId());
      LocalPorts.Entry entry = local.find(port.id());
      if (router == null || entry == null || port.portAddress() == null || port.portMac() == null) {
        continue;
      }
      BgpSettings wantedSettings =
          BgpSettings.of(
              router,
              port,
              topology.bgpPeersOf(router.id()),
              delivers ? topology.bgpNetworksOf(router.id()) : List.of(),
              timers);
      if (!wantedSettings.neighbors().isEmpty()) {
        wanted.put(
            port.id(),
            new BgpSpeaker.Wanted(
                port,
                wantedSettings,
                entry.active() && withinHold,
                delivers,
                settings.mostRoutes()));
      }
    }
    return wanted;
  }

  /** Stops speakers that an earlier process left and that the topology does not want any more. */
  private void stopLeftOver(Set<String> wanted) {
    List<String> leftOver = new ArrayList<>();
    if (Files.isDirectory(NAMESPACES)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(NAMESPACES, "bgp-???????")) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (!wanted.contains(name)) {
            leftOver.add(name);
          }
        }
      } catch (IOException e) {
        LOG.warn("BGP namespaces of an earlier agent cannot be listed: {}", e.getMessage());
      }
    }
    for (String name : leftOver) {
      Thread.ofPlatform().name("end-" + name).start(() -> stopSpeaker(name));
    }
  }

  private void stopSpeaker(String name) {
    try {
      new Frr(name).stop();
    } catch (IOException e) {
      LOG.warn("BGP speaker {} of an earlier agent did not stop: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    datapath.detach(name);
    BgpNamespace.delete(name);
    LOG.info("stopped BGP speaker {} of an earlier agent", name);
  }

  /**
   * Closes all sessions, so that peers choose other routes at once. Blocks until all speakers have
   * stopped.
   */
  public void stop() throws InterruptedException {
    List<Thread> threads = new ArrayList<>(ending.values());
    for (BgpSpeaker speaker : speakers.values()) {
      threads.add(Thread.ofPlatform().start(speaker::stop));
    }
    speakers.clear();
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
