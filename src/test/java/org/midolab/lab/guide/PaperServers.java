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
 * The servers of a lab on paper, at an address for each node: the API and Keystone of the
 * controller, and ZooKeeper and Cassandra of the NSDB nodes. A server that nobody is asked of is
 * not started.
 */
final class PaperServers implements Closeable {

  private static final List<String> NSDB = List.of("nsdb1", "nsdb2", "nsdb3");

  /** Of 127.77.0.0/16, so that several can be at one port. */
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  private final Map<String, String> addresses = new TreeMap<>();
  private final List<PaperServer> servers = new ArrayList<>();

  /**
   * @param answers live: a server answers by what is there when it is asked; only znodes are what
   *     they are at the start
   */
  PaperServers(PaperAnswers answers) {
    Collection<String> questions = answers.questions();
    if (questions.stream().anyMatch(PaperServers::isServedByNsdb)) {
      NSDB.forEach(node -> addresses.put(node, next()));
    }
    boolean api = questions.stream().anyMatch(PaperApi::isAsked);
    boolean keystone = questions.stream().anyMatch(PaperKeystone::isAsked);
    if (api || keystone) {
      addresses.put("controller", next());
    }
    if (api) {
      start(new PaperApi(addresses.get("controller"), answers.of("controller")));
    }
    if (keystone) {
      start(new PaperKeystone(addresses.get("controller"), answers.of("controller")));
    }
    if (questions.stream().anyMatch(PaperZooKeeper::isAsked)) {
      startZooKeeper(answers);
    }
    for (var node : NSDB) {
      if (questions.stream().anyMatch(PaperWords::isAsked)) {
        start(new PaperWords(addresses.get(node), answers.of(node)));
      }
    }
    if (questions.stream().anyMatch(PaperCassandra::isAsked)) {
      var rows = new PaperCassandra.Rows();
      for (var node : NSDB) {
        start(new PaperCassandra(addresses.get(node), answers.of(node), rows));
      }
    }
  }

  private static boolean isServedByNsdb(String question) {
    return PaperZooKeeper.isAsked(question)
        || PaperWords.isAsked(question)
        || PaperCassandra.isAsked(question);
  }

  /** One server for all of them, unless one of them has znodes of its own. */
  private void startZooKeeper(PaperAnswers answers) {
    for (var node : NSDB) {
      if (node.equals("nsdb1") || answers.hasOwn(node, PaperZooKeeper::isAsked)) {
        start(new PaperZooKeeper(addresses.get(node), answers.of(node)));
      } else {
        addresses.put(node, addresses.get("nsdb1"));
      }
    }
  }

  private <T extends PaperServer> String start(T server) {
    servers.add(server);
    return server.address();
  }

  /** A server that listens at an address. */
  interface PaperServer extends Closeable {
    String address();
  }

  static String next() {
    int number = NEXT.getAndIncrement();
    return "127.77." + number / 250 + "." + (number % 250 + 1);
  }

  /** The management address of each node that has a server, by node. */
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
