package org.midolab.lab.guide;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/**
 * A real ZooKeeper server with prepared nodes: {@code znode /path} with its text, and {@code
 * ephemeral /path} of a session that lasts as long as the server.
 */
final class FakeZooKeeper implements FakeServers.FakeServer {

  private static final String ZNODE = "znode ";
  private static final String EPHEMERAL = "ephemeral ";
  private static final int PORT = org.midolab.lab.probe.ZooKeeperServer.PORT;

  private final String address;
  private final Path directory;
  private final ServerCnxnFactory factory;
  private final CuratorFramework writer;

  FakeZooKeeper(String address, FakeAnswers.Of answers) {
    this.address = address;
    try {
      directory = Files.createTempDirectory("paper-zookeeper");
      factory = ServerCnxnFactory.createFactory(new InetSocketAddress(address, PORT), 100);
      factory.startup(new ZooKeeperServer(directory.toFile(), directory.toFile(), 2000));
      writer = CuratorFrameworkFactory.newClient(address + ":" + PORT, new RetryOneTime(200));
      writer.start();
      for (var znode : answers.beginning(ZNODE).entrySet()) {
        put(CreateMode.PERSISTENT, znode.getKey().substring(ZNODE.length()), znode.getValue());
      }
      for (var znode : answers.beginning(EPHEMERAL).entrySet()) {
        put(CreateMode.EPHEMERAL, znode.getKey().substring(EPHEMERAL.length()), znode.getValue());
      }
    } catch (Exception e) {
      throw new IllegalStateException("no ZooKeeper at " + address, e);
    }
  }

  static boolean handles(String question) {
    return question.startsWith(ZNODE) || question.startsWith(EPHEMERAL);
  }

  private void put(CreateMode mode, String path, String text) throws Exception {
    writer
        .create()
        .orSetData()
        .creatingParentsIfNeeded()
        .withMode(mode)
        .forPath(path, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    writer.close();
    factory.shutdown();
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
