package org.midolab.midonet.cluster.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;

/** {@code /system_state} (SystemState-v2), by which clients find out whether the API works. */
final class SystemStateResource implements Resource {

  static final String VERSION = "5.0.0";

  private static final MediaType TYPE = MediaType.of("SystemState", 1, 2);

  private final AuthProvider auth;

  SystemStateResource(AuthProvider auth) {
    this.auth = auth;
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("systemState", "system_state").get("/system_state", TYPE, this::get);
  }

  private Reply get(Request request) {
    ObjectNode state =
        JsonNodeFactory.instance
            .objectNode()
            .put("state", "ACTIVE")
            .put("availability", "READWRITE")
            .put("version", VERSION)
            .put("information", auth.description())
            .put("uri", request.links().to("system_state"));
    return Reply.of(state);
  }
}
