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
 * Runs a speaker for each uplink port of this host that has somebody to talk to: bound here, of a
 * router with an AS number, with a peer in its subnet.
 */
public final class Bgp {

  private static final Logger LOG = LoggerFactory.getLogger(Bgp.class);

  private static final Path NAMESPACES = Path.of("/run/netns");

  /**
   * @param keepAlive seconds, for peers without their own
   * @param holdTime seconds
   * @param connectRetry seconds
   * @param mostRoutes taken from the peers of one port
   * @param zookeeperHold how long sessions outlast a lost connection to ZooKeeper
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
  private boolean cleaned;

  public Bgp(UUID host, Datapath datapath, LocalPorts local, StateStore state, Settings settings) {
    this.host = host;
    this.datapath = datapath;
    this.local = local;
    this.state = state;
    this.settings = settings;
  }

  /**
   * Starts, changes and ends speakers; returns at once, the rest happens on their threads. For one
   * thread.
   *
   * @param zookeeperAway how long the fail-fast session has been without connection; zero while it
   *     has one
   */
  public void reconcile(Topology topology, Duration zookeeperAway) {
    boolean heard = zookeeperAway.compareTo(settings.zookeeperHold()) <= 0;
    Map<UUID, BgpSpeaker.Wanted> wanted = wanted(topology, heard);
    for (UUID portId : Set.copyOf(speakers.keySet())) {
      if (!wanted.containsKey(portId)) {
        BgpSpeaker gone = speakers.remove(portId);
        ending.put(
            portId,
            Thread.ofPlatform()
                .name("end-" + BgpNamespace.name(portId))
                .start(
                    () -> {
                      gone.stop();
                      ending.remove(portId);
                    }));
      }
    }
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
      endStrangers(wanted.keySet().stream().map(BgpNamespace::name).collect(Collectors.toSet()));
    }
  }

  private Map<UUID, BgpSpeaker.Wanted> wanted(Topology topology, boolean heard) {
    Map<UUID, BgpSpeaker.Wanted> wanted = new HashMap<>();
    BgpSettings.Timers timers =
        new BgpSettings.Timers(settings.keepAlive(), settings.holdTime(), settings.connectRetry());
    for (Port port : topology.portsOn(host)) {
      Router router = topology.router(port.routerId());
      LocalPorts.Entry here = local.find(port.id());
      if (router == null || here == null || port.portAddress() == null || port.portMac() == null) {
        continue;
      }
      BgpSettings asked =
          BgpSettings.of(
              router,
              port,
              topology.bgpPeersOf(router.id()),
              topology.bgpNetworksOf(router.id()),
              timers);
      if (!asked.neighbors().isEmpty()) {
        wanted.put(
            port.id(),
            new BgpSpeaker.Wanted(port, asked, here.active() && heard, settings.mostRoutes()));
      }
    }
    return wanted;
  }

  /** Speakers that an earlier process left and that nobody asks for any more. */
  private void endStrangers(Set<String> wanted) {
    List<String> strangers = new ArrayList<>();
    if (Files.isDirectory(NAMESPACES)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(NAMESPACES, "bgp-???????")) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (!wanted.contains(name)) {
            strangers.add(name);
          }
        }
      } catch (IOException e) {
        LOG.warn("left-over BGP namespaces cannot be listed: {}", e.getMessage());
      }
    }
    for (String name : strangers) {
      Thread.ofPlatform().name("end-" + name).start(() -> end(name));
    }
  }

  private void end(String name) {
    try {
      new Frr(name).stop();
    } catch (IOException e) {
      LOG.warn("left-over BGP speaker {} did not stop: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    datapath.detach(name);
    BgpNamespace.delete(name);
    LOG.info("ended BGP speaker {} of an earlier agent", name);
  }

  /**
   * Ends all sessions in good order, so that peers turn elsewhere at once. Blocks until that is
   * done.
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
