package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * The ZooKeeper part of the network state database, read in a session of its own. Its paths are
 * part of the contract (docs: nsdb.md#paths).
 */
public final class Nsdb implements AutoCloseable {

  /** Root path of all data. */
  public static final String ROOT = "/midonet";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 6000;

  /** Largest packet, in bytes: the servers' {@code jute.maxbuffer}. */
  private static final int LARGEST = 4 << 20;

  private final CuratorFramework curator;

  private Nsdb(CuratorFramework curator) {
    this.curator = curator;
  }

  /** Opens a session with one of the nodes' servers, whichever answers. */
  public static Nsdb connect(Collection<LabNode> nodes) {
    return connect(
        nodes.stream()
            .map(n -> n.management() + ":" + ZooKeeperServer.PORT)
            .collect(Collectors.joining(",")));
  }

  /**
   * Opens a session.
   *
   * @param servers {@code host:port,...}
   */
  static Nsdb connect(String servers) {
    var config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.JUTE_MAXBUFFER, Integer.toString(LARGEST));
    var curator =
        CuratorFrameworkFactory.builder()
            .connectString(servers)
            .sessionTimeoutMs(TIMEOUT_MILLIS)
            .connectionTimeoutMs(TIMEOUT_MILLIS)
            .retryPolicy(new RetryOneTime(200))
            .zkClientConfig(config)
            .build();
    curator.start();
    return new Nsdb(curator);
  }

  public Optional<String> text(String path) throws Exception {
    try {
      return Optional.of(new String(curator.getData().forPath(path), StandardCharsets.UTF_8));
    } catch (NoNodeException e) {
      return Optional.empty();
    }
  }

  public List<String> children(String path) throws Exception {
    try {
      return curator.getChildren().forPath(path).stream().sorted().toList();
    } catch (NoNodeException e) {
      return List.of();
    }
  }

  /**
   * Reports whether a node exists and is ephemeral, so that it is deleted at the end of the session
   * that created it.
   */
  public boolean isEphemeral(String path) throws Exception {
    var stat = curator.checkExists().forPath(path);
    return stat != null && stat.getEphemeralOwner() != 0;
  }

  /**
   * Returns every stored object of a class such as {@code TunnelZone}, with its id in the field
   * {@code id}.
   */
  public List<JsonNode> objects(String type) throws Exception {
    var objects = new ArrayList<JsonNode>();
    var models = ROOT + "/zoom/0/models/" + type;
    for (var id : children(models)) {
      var text = text(models + "/" + id);
      if (text.isPresent()) {
        objects.add(JSON.readTree(text.get()));
      }
    }
    return objects;
  }

  /** Returns the ids of the hosts whose agent has its liveness node. */
  public List<String> aliveHosts() throws Exception {
    var alive = new ArrayList<String>();
    for (var host : children(ROOT + "/zoom/0/state")) {
      if (isEphemeral(ROOT + "/zoom/0/state/" + host + "/Host/" + host + "/alive")) {
        alive.add(host);
      }
    }
    return alive;
  }

  /** Returns the text of a configuration template; empty if there is none. */
  public String template(String name) throws Exception {
    return text(ROOT + "/config/templates/" + name).orElse("");
  }

  /** Writes a node, for tests of the ensemble that read it through another server. */
  public void put(String path, String text) throws Exception {
    curator
        .create()
        .orSetData()
        .creatingParentsIfNeeded()
        .forPath(path, text.getBytes(StandardCharsets.UTF_8));
  }

  public void delete(String path) throws Exception {
    curator.delete().quietly().forPath(path);
  }

  public void sync(String path) throws Exception {
    curator.sync().forPath(path);
  }

  @Override
  public void close() {
    curator.close();
  }
}
