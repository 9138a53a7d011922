package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Lists the stored objects that no agent enforces in this version, as the cluster reports them. */
public final class Unenforced {

  private Unenforced() {}

  /**
   * An object of the virtual topology.
   *
   * @param type the object's class in storage
   * @param parts parts of the object that have no effect
   */
  public record Stored(String type, String id, List<String> parts) {}

  /** Returns every such object. */
  public static Probe<List<Stored>> in(Api api) {
    return Probe.of(
        "the objects that are stored and not enforced",
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
