package org.midolab.midonet.nsdb.state;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.nsdb.HostOwner;
import org.midolab.midonet.nsdb.HostState;
import org.midolab.midonet.nsdb.PortState;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StateMirror;
import org.midolab.midonet.nsdb.StateStore;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.zookeeper.Json;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.midolab.midonet.nsdb.zookeeper.Zk;

/** See {@link StateStore}. */
public final class ZkStateStore implements StateStore, AutoCloseable {

  private final Zk zk;
  private final Paths paths;
  private final Map<Session, Published> published = new EnumMap<>(Session.class);

  /**
   * Separate from the other state, which would otherwise wait: a host may have thousands of
   * interfaces.
   */
  private final Published interfaces;

  private final Map<UUID, HostClaim> claims = new ConcurrentHashMap<>();

  /**
   * Opens both sessions.
   *
   * @param clients returns the client of a session
   */
  public ZkStateStore(Zk zk, Paths paths, Function<Session, CuratorFramework> clients) {
    this.zk = zk;
    this.paths = paths;
    for (Session session : Session.values()) {
      published.put(session, new Published(clients.apply(session), "published " + session));
    }
    this.interfaces = new Published(clients.apply(Session.NORMAL), "published interfaces");
  }

  /**
   * Starts a mirror of the state and waits until it holds all published state.
   *
   * @throws StorageUnavailableException if this takes longer than {@code patience}
   */
  public static StateMirror mirror(CuratorFramework client, Paths paths, Duration patience) {
    ZkStateMirror mirror = new ZkStateMirror(client, paths);
    mirror.start(patience);
    return mirror;
  }

  @Override
  public void claimHost(UUID host, HostOwner owner, Runnable onLost) {
    String path = paths.state(host, StateRef.HOST, host, StateRef.ALIVE);
    HostClaim claim =
        new HostClaim(
            zk.client(),
            path,
            host,
            owner,
            () -> {
              all().forEach(each -> each.forgetBelow(paths.state(host)));
              onLost.run();
            });
    // This is an agent's first write. Its parents must be persistent: ZooKeeper deletes empty
    // containers.
    zk.ensure(paths.state());
    zk.call(
        () -> {
          claim.take();
          return null;
        });
    HostClaim former = claims.put(host, claim);
    if (former != null) {
      former.close();
    }
  }

  @Override
  public void publishHostState(UUID host, HostState state) {
    Map<String, byte[]> children = new HashMap<>();
    for (HostState.Interface each : state.interfaces()) {
      children.put(interfaceNode(each.name()), Json.write(each));
    }
    interfaces.putAll(paths.state(host, StateRef.HOST, host, StateRef.INTERFACES), children);
  }

  /** Returns the name of an interface's node. Some interface names are not valid node names. */
  private static String interfaceNode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  @Override
  public void publishPortActive(UUID host, UUID port, PortState state, Session session) {
    publish(host, port, StateRef.ACTIVE, state == null ? null : Json.write(state), session);
  }

  @Override
  public void publishBgpStatus(UUID host, UUID port, String status, Session session) {
    publish(
        host,
        port,
        StateRef.BGP,
        status == null ? null : status.getBytes(StandardCharsets.UTF_8),
        session);
  }

  private void publish(UUID host, UUID port, String key, byte[] data, Session session) {
    String path = paths.state(host, StateRef.PORT, port, key);
    if (data == null) {
      published.get(session).remove(path);
    } else {
      published.get(session).put(path, data);
    }
  }

  @Override
  public void publishRoutes(UUID host, UUID port, Set<Route> routes, Session session) {
    Map<String, byte[]> children = new HashMap<>();
    for (Route route : routes) {
      children.put(routeName(route), Json.write(route));
    }
    published
        .get(session)
        .putAll(paths.state(host, StateRef.PORT, port, StateRef.ROUTES), children);
  }

  /** Returns {@code destination_length,gateway,weight}; a node name cannot contain a slash. */
  private static String routeName(Route route) {
    return route.destination().toString().replace('/', '_')
        + ","
        + route.gateway()
        + ","
        + route.weight();
  }

  @Override
  public Optional<HostOwner> hostAlive(UUID host) {
    return read(host, StateRef.HOST, host, StateRef.ALIVE, HostOwner.class);
  }

  @Override
  public Map<UUID, HostOwner> hostsAlive() {
    List<UUID> hosts = zk.children(paths.state()).stream().map(UUID::fromString).toList();
    List<Zk.Node> nodes =
        zk.readAll(
            hosts.stream()
                .map(host -> paths.state(host, StateRef.HOST, host, StateRef.ALIVE))
                .toList());
    Map<UUID, HostOwner> alive = new HashMap<>();
    for (int i = 0; i < hosts.size(); i++) {
      if (nodes.get(i) != null) {
        alive.put(
            hosts.get(i), Json.read(nodes.get(i).data(), HostOwner.class, hosts.get(i) + "/alive"));
      }
    }
    return alive;
  }

  @Override
  public Optional<HostState> hostState(UUID host) {
    String directory = paths.state(host, StateRef.HOST, host, StateRef.INTERFACES);
    List<HostState.Interface> interfaces =
        children(directory).stream()
            .map(node -> Json.read(node.data(), HostState.Interface.class, directory))
            .toList();
    return interfaces.isEmpty() ? Optional.empty() : Optional.of(new HostState(interfaces));
  }

  @Override
  public Optional<PortState> portActive(UUID host, UUID port) {
    return read(host, StateRef.PORT, port, StateRef.ACTIVE, PortState.class);
  }

  @Override
  public Optional<String> bgpStatus(UUID host, UUID port) {
    return zk.read(paths.state(host, StateRef.PORT, port, StateRef.BGP))
        .map(node -> new String(node.data(), StandardCharsets.UTF_8));
  }

  @Override
  public List<Route> routes(UUID host, UUID port) {
    String directory = paths.state(host, StateRef.PORT, port, StateRef.ROUTES);
    return children(directory).stream()
        .map(node -> Json.read(node.data(), Route.class, directory))
        .toList();
  }

  /** Returns the existing nodes of a directory, sorted by name. */
  private List<Zk.Node> children(String directory) {
    List<String> paths =
        zk.children(directory).stream().sorted().map(name -> directory + "/" + name).toList();
    return zk.readAll(paths).stream().filter(Objects::nonNull).toList();
  }

  private <T> Optional<T> read(UUID host, String type, UUID id, String key, Class<T> as) {
    String path = paths.state(host, type, id, key);
    return zk.read(path).map(node -> Json.read(node.data(), as, path));
  }

  private Stream<Published> all() {
    return Stream.concat(published.values().stream(), Stream.of(interfaces));
  }

  @Override
  public void close() {
    claims.values().forEach(HostClaim::close);
    all().forEach(Published::close);
  }
}
