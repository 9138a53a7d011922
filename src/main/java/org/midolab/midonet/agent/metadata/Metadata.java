package org.midolab.midonet.agent.metadata;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.midolab.linux.LinuxException;
import org.midolab.midonet.agent.flow.LocalPorts;
import org.midolab.midonet.agent.flow.MetadataGuests;
import org.midolab.midonet.agent.host.HostLinks;
import org.midolab.midonet.agent.simulation.MetadataService;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.Limit;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.TopologyStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata proxy of a host (docs: contract.md#metadata): its interface, its place in the
 * datapath, its server, and the instances that it serves.
 */
public final class Metadata implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Metadata.class);

  /** The host's interface where requests arrive (guide 4.3 step 4). */
  public static final String INSIDE = "metadata";

  /** The other end of {@link #INSIDE}, a port of the datapath. */
  public static final String OUTSIDE = "metadata-dp";

  /** Time between two attempts to listen; Helidon logs each failure at length. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  /**
   * The proxy's settings.
   *
   * @param nova URL of Nova's metadata service
   * @param secret that Nova knows as {@code metadata_proxy_shared_secret}; may be empty
   * @param host address at which the proxy listens
   * @param port TCP port at which it listens, 0 for any
   */
  public record Settings(URI nova, String secret, String host, int port) {

    /** Returns the settings of an agent. */
    public static Settings of(URI nova, String secret) {
      return new Settings(
          nova, secret, MetadataService.ADDRESS.toString(), MetadataService.PROXY_PORT);
    }

    /** Does not show the secret. */
    @Override
    public String toString() {
      return "metadata of " + nova;
    }
  }

  private final Settings settings;
  private final Datapath datapath;
  private final HostLinks links;
  private final LocalPorts local;
  private final MetadataGuests guests;
  private final Instances instances;
  private final GuestLookUps lookUps;
  private final Nova nova;
  private final RequestShares shares;
  private final ProxyConnections connections;
  private @Nullable ProxyServer server;
  private long startedAt = System.nanoTime() - RETRY.toNanos();
  private String lastWarning = "";

  public Metadata(
      Settings settings,
      Datapath datapath,
      HostLinks links,
      LocalPorts local,
      MetadataGuests guests,
      TopologyStore store) {
    this.settings = settings;
    this.datapath = datapath;
    this.links = links;
    this.local = local;
    this.guests = guests;
    instances = new Instances(store);
    lookUps = new GuestLookUps(local, instances::at, guests, System::nanoTime);
    nova = new Nova(settings.nova(), settings.secret(), Nova.ANSWER);
    shares = new RequestShares(this::refused, System::nanoTime);
    connections = new ProxyConnections(alias -> refused(portOf(alias)), System::nanoTime);
    local.onChange(this::localPortChanged);
  }

  /** Removes what an earlier agent with a proxy left on this host. */
  public static void remove(Datapath datapath, HostLinks links) {
    datapath.detach(OUTSIDE);
    links.delete(OUTSIDE); // and with it the other end
  }

  /**
   * Looks up instances, and makes the interface and starts the server when the first one is there.
   * To be called about once a second and after each {@link #onWork}, by one thread.
   */
  public void reconcile() {
    try {
      connections.closeIdle();
      shares.tidy();
      lookUps.run();
      if (!guests.isEmpty()) {
        serve();
      }
      lastWarning = "";
    } catch (LinuxException
        | DatapathException
        | StorageUnavailableException
        | UncheckedIOException e) {
      String message = String.valueOf(e.getMessage());
      if (!lastWarning.equals(message)) {
        lastWarning = message;
        LOG.warn("the metadata proxy: {}; will try again", lastWarning);
      }
    }
  }

  private void serve() {
    links.createPair(
        INSIDE,
        OUTSIDE,
        MetadataService.PROXY_MAC.toString(),
        MetadataService.ADDRESS + "/" + MetadataService.ALIASES.length());
    guests.proxyNumber(datapath.attach(OUTSIDE));
    if (server == null && System.nanoTime() - startedAt >= RETRY.toNanos()) {
      startedAt = System.nanoTime();
      server =
          new ProxyServer(
              settings.host(), settings.port(), this::portOf, instances, nova, connections, shares);
      LOG.info("the metadata proxy serves this host's instances by {}", settings.nova());
    }
  }

  /** Sets what to run when there is work for {@link #reconcile}. */
  public void onWork(Runnable wake) {
    guests.onSeek(
        port -> {
          lookUps.seek(port);
          wake.run();
        });
    local.onChange((before, after) -> wake.run());
  }

  /** Ends the connections of a port that left, so that its successor gets none of its answers. */
  private void localPortChanged(
      LocalPorts.@Nullable Entry before, LocalPorts.@Nullable Entry after) {
    if (before != null && (after == null || after.number() != before.number())) {
      connections.closeAllOf(guests.alias(before.number()));
    }
  }

  private @Nullable UUID portOf(InetAddress alias) {
    LocalPorts.Entry port = alias instanceof Inet4Address ? guests.byAlias(address(alias)) : null;
    return port == null ? null : port.portId();
  }

  private static Ip4 address(InetAddress address) {
    return new Ip4(ByteBuffer.wrap(address.getAddress()).getInt());
  }

  private void refused(@Nullable UUID port) {
    LocalPorts.Entry entry = port == null ? null : local.find(port);
    datapath.countLimit(
        entry == null ? Datapath.TUNNEL_PORT : entry.number(), Limit.METADATA_SHARE);
  }

  /** Ends the server. The interface stays, for the next agent. */
  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    nova.close();
  }
}
