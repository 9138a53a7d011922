package org.midolab.midonet.nsdb.connection;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.curator.retry.RetryUntilElapsed;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.nsdb.Election;
import org.midolab.midonet.nsdb.NatBlocks;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.ReplicatedTables;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StateMirror;
import org.midolab.midonet.nsdb.StateStore;
import org.midolab.midonet.nsdb.Subscription;
import org.midolab.midonet.nsdb.TopologyMirror;
import org.midolab.midonet.nsdb.state.ZkElection;
import org.midolab.midonet.nsdb.state.ZkNatBlocks;
import org.midolab.midonet.nsdb.state.ZkStateStore;
import org.midolab.midonet.nsdb.table.ZkReplicatedTables;
import org.midolab.midonet.nsdb.topology.ZkTopologyStore;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.midolab.midonet.nsdb.zookeeper.Zk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** See {@link Nsdb}. Each part and each session is created on first use. */
public final class ZkNsdb implements Nsdb {

  private static final Logger LOG = LoggerFactory.getLogger(ZkNsdb.class);

  private static final int RETRY_MILLIS = 100;

  private final NsdbSettings settings;
  private final Paths paths;
  private final Map<Session, CuratorFramework> clients = new EnumMap<>(Session.class);
  private @Nullable ZkTopologyStore topology;
  private @Nullable ZkStateStore state;
  private @Nullable ZkReplicatedTables tables;
  private boolean closed;

  private ZkNsdb(NsdbSettings settings) {
    this.settings = settings;
    this.paths = new Paths(settings.rootKey());
  }

  /** Creates a connection. Nothing is sent before one of its parts is used. */
  public static Nsdb connect(NsdbSettings settings) {
    return new ZkNsdb(settings);
  }

  @Override
  public NsdbSettings settings() {
    return settings;
  }

  @Override
  public synchronized CuratorFramework client(Session session) {
    if (closed) {
      throw new IllegalStateException("the connection to the network state database is closed");
    }
    return clients.computeIfAbsent(session, this::start);
  }

  private CuratorFramework start(Session session) {
    Duration timeout =
        session == Session.NORMAL ? settings.sessionTimeout() : settings.failFastSessionTimeout();
    int half = (int) settings.operationTimeout().toMillis() / 2;
    CuratorFramework client =
        CuratorFrameworkFactory.builder()
            .connectString(settings.hosts())
            .sessionTimeoutMs((int) timeout.toMillis())
            .connectionTimeoutMs(half)
            .retryPolicy(new RetryUntilElapsed(half, RETRY_MILLIS))
            .zkClientConfig(new PlainClientConfig(settings.bufferSize()))
            .ensembleTracker(false)
            .build();
    client
        .getConnectionStateListenable()
        .addListener((of, now) -> LOG.info("ZooKeeper session {} is {}", session, now));
    client.start();
    return client;
  }

  @Override
  public synchronized ZkTopologyStore topology() {
    if (topology == null) {
      topology = new ZkTopologyStore(zk(), paths, settings);
    }
    return topology;
  }

  @Override
  public synchronized StateStore state() {
    if (state == null) {
      state = new ZkStateStore(zk(), paths, this::client);
    }
    return state;
  }

  @Override
  public synchronized ReplicatedTables tables() {
    if (tables == null) {
      tables = new ZkReplicatedTables(zk(), paths, topology());
    }
    return tables;
  }

  @Override
  public NatBlocks natBlocks(UUID host) {
    return new ZkNatBlocks(zk(), paths, host);
  }

  @Override
  public Election election(Election.Task task, String name) {
    return new ZkElection(client(Session.FAIL_FAST), paths, task, name);
  }

  private Zk zk() {
    return new Zk(client(Session.NORMAL), settings);
  }

  @Override
  public TopologyMirror mirrorTopology(Duration patience) {
    return ZkTopologyStore.mirror(client(Session.NORMAL), paths, patience);
  }

  @Override
  public StateMirror mirrorState(Duration patience) {
    return ZkStateStore.mirror(client(Session.NORMAL), paths, patience);
  }

  @Override
  public boolean isConnected(Session session) {
    return client(session).getZookeeperClient().isConnected();
  }

  @Override
  public boolean awaitConnected(Duration patience) {
    try {
      return client(Session.NORMAL)
          .blockUntilConnected((int) patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Subscription onConnection(Session session, Consumer<Boolean> listener) {
    ConnectionStateListener stateListener = (client, now) -> callListener(listener, now);
    CuratorFramework client = client(session);
    client.getConnectionStateListenable().addListener(stateListener);
    return () -> client.getConnectionStateListenable().removeListener(stateListener);
  }

  private static void callListener(Consumer<Boolean> listener, ConnectionState now) {
    switch (now) {
      case CONNECTED, RECONNECTED -> listener.accept(true);
      case SUSPENDED -> listener.accept(false);
      default -> {}
    }
  }

  /**
   * Client configuration without TLS and SASL, which this system does not use. By default the
   * client loads the classes of both to look for their configuration, which takes longer than
   * connecting.
   */
  private static final class PlainClientConfig extends ZKClientConfig {

    private PlainClientConfig(int bufferSize) {
      setProperty(JUTE_MAXBUFFER, String.valueOf(bufferSize));
      setProperty(ENABLE_CLIENT_SASL_KEY, "false");
    }

    @Override
    protected void handleBackwardCompatibility() {
      // The inherited method copies TLS properties, for which it loads the classes of TLS.
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (state != null) {
      state.close();
    }
    if (tables != null) {
      tables.close();
    }
    clients.values().forEach(CuratorFramework::close);
  }
}
