package org.midolab.lab.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * How much is asked of the API.
 *
 * @param bridges that are stored before anything is measured
 * @param ports of each
 * @param requests of each sort: so many read, and so many write
 * @param clients that ask at the same time
 */
public record ApiLoad(int bridges, int ports, int requests, int clients) {

  /** As many ids as ZooKeeper lists in one answer of 4 MiB, 40 bytes each, rounded down. */
  public static final int LISTED = 104_000;

  public ApiLoad {
    for (int each : new int[] {bridges, ports, requests, clients}) {
      if (each < 1) {
        throw new IllegalArgumentException("nothing to do: " + each);
      }
    }
  }

  /** Most ports that there may be at any time: two of three writes make none. */
  public long most() {
    return (long) bridges * ports + requests / 3;
  }

  /** What a request does, and to what. */
  record Request(Verb verb, String path, String body) {}

  enum Verb {
    GET,
    POST,
    PUT,
    DELETE
  }

  /**
   * As many reads as writes, at random objects and in a random order. Ports that are to be deleted
   * are aimed at by nothing else.
   *
   * @param bridgePaths of all that are stored
   * @param portPaths of all that are stored
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
