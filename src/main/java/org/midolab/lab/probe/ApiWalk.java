package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;

/**
 * All that a client finds who knows where the API's root document is, and otherwise follows links.
 *
 * @param root the root document's URI, which ends with a slash
 * @param found the answers, by URI
 */
public record ApiWalk(String root, Map<String, ApiAnswer> found) {

  /** A lab has some hundred; one that has no end is not walked to it. */
  private static final int MOST = 5000;

  /** Walks once, under a token of its own. */
  public static Probe<ApiWalk> through(Api api) {
    return Probe.of("what the links of the API lead to", () -> walk(api));
  }

  private static ApiWalk walk(Api api) throws IOException, InterruptedException {
    var token = api.token();
    var found = new LinkedHashMap<String, ApiAnswer>();
    Queue<String> next = new ArrayDeque<>();
    next.add(api.root());
    while (!next.isEmpty()) {
      if (found.size() == MOST) {
        throw new IOException("links lead to more than " + MOST + " places");
      }
      var uri = next.remove();
      if (!found.containsKey(uri)) {
        var answer = api.exchange(ApiRequest.get(uri).under(token));
        found.put(uri, answer);
        // The description speaks of the server's address, too, and is no object.
        if (!uri.endsWith("/openapi.json")) {
          collect(answer.json(), api.root(), next);
        }
      }
    }
    return new ApiWalk(api.root(), found);
  }

  /** Templates are no links, and a login is no place to look at. */
  private static void collect(JsonNode document, String root, Queue<String> into) {
    if (document.isContainerNode()) {
      document.forEach(child -> collect(child, root, into));
    } else if (document.isTextual()
        && document.asText().startsWith(root)
        && !document.asText().contains("{")
        && !document.asText().equals(root + "login")) {
      into.add(document.asText());
    }
  }

  /** What a link led to that is not there, with the answer. */
  public List<String> dead() {
    var dead = new ArrayList<String>();
    found.forEach(
        (uri, answer) -> {
          if (answer.status() != 200) {
            dead.add(uri + " got " + answer);
          }
        });
    return dead;
  }

  /** The names of the objects of a collection such as {@code bridges}, sorted. */
  public List<String> names(String collection) {
    var names = new TreeSet<String>();
    found.forEach(
        (uri, answer) -> {
          if (uri.matches("\\Q" + root + collection + "\\E/[^/?]+")) {
            names.add(answer.value("name"));
          }
        });
    return List.copyOf(names);
  }

  /**
   * The URIs of all that somebody has configured, with the status of those that are not there; not
   * of what the agents report of themselves.
   */
  public TreeSet<String> configured() {
    var uris = new TreeSet<String>();
    found.forEach(
        (uri, answer) -> {
          if (!uri.contains("/interfaces/")
              && !uri.contains("/mac_table/")
              && !answer.value("learned").equals("true")) {
            var status = answer.status() == 200 ? "" : " got " + answer.status();
            uris.add(uri.substring(root.length()) + status);
            // Neutron's objects have no links of their own.
            if (uri.startsWith(root + "neutron/")) {
              answer
                  .json()
                  .forEach(
                      o -> uris.add(uri.substring(root.length()) + "/" + o.path("id").asText()));
            }
          }
        });
    return uris;
  }

  @Override
  public String toString() {
    return found.size() + " places, of which do not answer: " + dead();
  }
}
