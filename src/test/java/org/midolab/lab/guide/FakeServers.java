package org.midolab.lab.guide;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The fake servers of a lab, each at its own address: the API and Keystone of the controller, and
 * ZooKeeper and Cassandra of the NSDB nodes. A server without prepared answers is not started.
 */
final class FakeServers implements Closeable {

  private static final List<String> NSDB = List.of("nsdb1", "nsdb2", "nsdb3");

  /**
   * Number of the next address in 127.77.0.0/16. Each server has its own address, so that several
   * can use the same port.
   */
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  private final Map<String, String> addresses = new TreeMap<>();
  private final List<FakeServer> servers = new ArrayList<>();

  /**
   * Starts the servers.
   *
   * @param answers may change later, except for znodes, which are created at the start
   */
  FakeServers(FakeAnswers answers) {
    Collection<String> questions = answers.questions();
    if (questions.stream().anyMatch(FakeServers::isServedByNsdb)) {
      NSDB.forEach(node -> addresses.put(node, next()));
    }
    boolean api = questions.stream().anyMatch(FakeApi::handles);
    boolean keystone = questions.stream().anyMatch(FakeKeystone::handles);
    if (api || keystone) {
      addresses.put("controller", next());
    }
    if (api) {
      start(new FakeApi(addresses.get("controller"), answers.of("controller")));
    }
    if (keystone) {
      start(new FakeKeystone(addresses.get("controller"), answers.of("controller")));
    }
    if (questions.stream().anyMatch(FakeZooKeeper::handles)) {
      startZooKeeper(answers);
    }
    for (var node : NSDB) {
      if (questions.stream().anyMatch(FakeWords::handles)) {
        start(new FakeWords(addresses.get(node), answers.of(node)));
      }
    }
    if (questions.stream().anyMatch(FakeCassandra::handles)) {
      var rows = new FakeCassandra.Rows();
      for (var node : NSDB) {
        start(new FakeCassandra(addresses.get(node), answers.of(node), rows));
      }
    }
  }

  private static boolean isServedByNsdb(String question) {
    return FakeZooKeeper.handles(question)
        || FakeWords.handles(question)
        || FakeCassandra.handles(question);
  }

  /** Starts one server for all nodes, unless a node has its own znodes. */
  private void startZooKeeper(FakeAnswers answers) {
    for (var node : NSDB) {
      if (node.equals("nsdb1") || answers.hasOwn(node, FakeZooKeeper::handles)) {
        start(new FakeZooKeeper(addresses.get(node), answers.of(node)));
      } else {
        addresses.put(node, addresses.get("nsdb1"));
      }
    }
  }

  private <T extends FakeServer> String start(T server) {
    servers.add(server);
    return server.address();
  }

  /** A server that listens at an address. */
  interface FakeServer extends Closeable {
    String address();
  }

  static String next() {
    int number = NEXT.getAndIncrement();
    return "127.77." + number / 250 + "." + (number % 250 + 1);
  }

  /** Returns the management address of each node with a server, by node. */
  Map<String, String> addresses() {
    return addresses;
  }

  @Override
  public void close() throws IOException {
    for (var server : servers) {
      server.close();
    }
  }
}
