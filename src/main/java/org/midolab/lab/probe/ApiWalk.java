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
 * All documents that a client finds if it starts at the API's root document and follows links.
 *
 * @param root the root document's URI, which ends with a slash
 * @param found the answer to each URI
 */
public record ApiWalk(String root, Map<String, ApiAnswer> found) {

  /**
   * Maximum number of documents. A lab has some hundred; the limit stops endless chains of links.
   */
  private static final int MOST = 5000;

  /** Returns a probe that logs in and follows all links once. */
  public static Probe<ApiWalk> through(Api api) {
    return Probe.of("the documents that the API links to", () -> walk(api));
  }

  private static ApiWalk walk(Api api) throws IOException, InterruptedException {
    var token = api.token();
    var found = new LinkedHashMap<String, ApiAnswer>();
    Queue<String> next = new ArrayDeque<>();
    next.add(api.root());
    while (!next.isEmpty()) {
      if (found.size() == MOST) {
        throw new IOException("links lead to more than " + MOST + " documents");
      }
      var uri = next.remove();
      if (!found.containsKey(uri)) {
        var answer = api.exchange(ApiRequest.get(uri).under(token));
        found.put(uri, answer);
        // The API description contains the server's address, too; it is not an object.
        if (!uri.endsWith("/openapi.json")) {
          collect(answer.json(), api.root(), next);
        }
      }
    }
    return new ApiWalk(api.root(), found);
  }

  /**
   * Collects the links of a document. Leaves out URI templates, which are not links, and the login.
   */
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

  /** Returns the URIs whose answer is not 200, with the answer. */
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

  /** Returns the sorted names of the objects of a collection such as {@code bridges}. */
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
   * Returns the URIs of all configured objects, with the status of those that are not found. Leaves
   * out the state that agents report.
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
            // Neutron's objects have no links to themselves.
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
    return found.size() + " documents, of which these do not answer 200: " + dead();
  }
}
