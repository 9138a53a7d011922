package org.midolab.midonet.cluster.resource.root;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.StorageUnavailableException;

/**
 * {@code /system_state} (SystemState-v2), with which clients check that the API works. Like all
 * resources, it is answered with 503 while ZooKeeper is unavailable.
 *
 * <p>{@code information} is null, as in MidoNet unless an operator sets it; midonet-cli of 5.0
 * prints it before its first prompt.
 */
final class SystemStateResource implements Resource {

  static final String VERSION = "5.0.0";

  private static final MediaType TYPE = MediaType.of("SystemState", 1, 2);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Nsdb nsdb;

  SystemStateResource(Nsdb nsdb) {
    this.nsdb = nsdb;
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("systemState", "system_state").get("/system_state", TYPE, this::get);
  }

  private Reply get(Request request) {
    if (!nsdb.awaitConnected(PATIENCE)) {
      throw new StorageUnavailableException(
          "no connection to " + nsdb.settings().hosts() + " within " + PATIENCE.toSeconds() + " s",
          null);
    }
    ObjectNode state =
        JsonNodeFactory.instance
            .objectNode()
            .put("state", "ACTIVE")
            .put("availability", "READWRITE")
            .put("version", VERSION)
            .putNull("information")
            .put("uri", request.links().to("system_state"));
    return Reply.of(state);
  }
}
