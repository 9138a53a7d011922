package org.midolab.lab.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The load on the API: stored objects and requests.
 *
 * @param bridges number of bridges that are stored before the measurement
 * @param ports number of ports of each bridge
 * @param requests number of reads, and number of writes
 * @param clients number of clients that send requests at the same time
 */
public record ApiLoad(int bridges, int ports, int requests, int clients) {

  /** Number of ids that ZooKeeper can list in one answer: 4 MiB of 40 bytes each, rounded down. */
  public static final int LISTED = 104_000;

  public ApiLoad {
    for (int each : new int[] {bridges, ports, requests, clients}) {
      if (each < 1) {
        throw new IllegalArgumentException("nothing to do: " + each);
      }
    }
  }

  /** Returns the largest number of ports at any time. Two of three writes create no port. */
  public long maxPorts() {
    return (long) bridges * ports + requests / 3;
  }

  /** A request to the API. */
  record Request(Verb verb, String path, String body) {}

  enum Verb {
    GET,
    POST,
    PUT,
    DELETE
  }

  /**
   * Returns as many reads as writes, of random objects and in random order. A port that a request
   * deletes is used by no other request.
   *
   * @param bridgePaths paths of all stored bridges
   * @param portPaths paths of all stored ports
   * @param seed of the random choices
   */
  List<Request> requests(List<String> bridgePaths, List<String> portPaths, long seed) {
    var random = new Random(seed);
    var shuffled = new ArrayList<>(portPaths);
    Collections.shuffle(shuffled, random);
    int doomed = Math.min(requests / 3, shuffled.size() / 2);
    var deleted = shuffled.subList(0, doomed);
    var kept = shuffled.subList(doomed, shuffled.size());
    var all = new ArrayList<Request>();
    for (int i = 0; i < requests; i++) {
      String bridge = bridgePaths.get(random.nextInt(bridgePaths.size()));
      String port = kept.get(random.nextInt(kept.size()));
      boolean ofPort = random.nextBoolean();
      all.add(new Request(Verb.GET, ofPort ? port : bridge, ""));
      if (i < doomed) {
        all.add(new Request(Verb.DELETE, deleted.get(i), ""));
      } else if (i % 2 == 0) {
        all.add(
            ofPort
                ? new Request(Verb.POST, bridge + "/ports", "{\"type\": \"Bridge\"}")
                : new Request(Verb.POST, "/bridges", bridge("new" + i)));
      } else {
        all.add(
            ofPort
                ? new Request(Verb.PUT, port, "{\"type\": \"Bridge\", \"adminStateUp\": false}")
                : new Request(Verb.PUT, bridge, bridge("renamed" + i)));
      }
    }
    Collections.shuffle(all, random);
    return all;
  }

  static String bridge(String name) {
    return "{\"name\": \"%s\", \"tenantId\": \"bench\"}".formatted(name);
  }
}
