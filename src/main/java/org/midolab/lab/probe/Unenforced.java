package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a cluster has stored although no agent does it yet, by the cluster's own word. */
public final class Unenforced {

  private Unenforced() {}

  /**
   * An object of the virtual topology.
   *
   * @param type what storage calls it
   * @param parts of it that have no effect
   */
  public record Stored(String type, String id, List<String> parts) {}

  /** Every such object. */
  public static Probe<List<Stored>> in(Api api) {
    return Probe.of(
        "what is stored and not enforced",
        () -> {
          var found = new ArrayList<Stored>();
          for (JsonNode each : api.list("/unenforced")) {
            var parts = new ArrayList<String>();
            each.path("parts").forEach(part -> parts.add(part.asText()));
            found.add(new Stored(each.path("type").asText(), each.path("id").asText(), parts));
          }
          return List.copyOf(found);
        });
  }
}
