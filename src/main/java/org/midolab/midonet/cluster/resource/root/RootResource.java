package org.midolab.midonet.cluster.resource.root;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;

/** The root document (Application-v5): the URIs of all resources of this cluster. */
final class RootResource implements Resource {

  private static final MediaType TYPE = MediaType.of("Application", 1, 5);

  private static final String VERSION = "v5.0";

  @Override
  public void declare(Api.Builder api) {
    Map<String, String> advertised = api.advertised();
    api.get("/", TYPE, request -> get(request, advertised))
        .serveDescription(SystemStateResource.VERSION);
  }

  private static Reply get(Request request, Map<String, String> advertised) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("uri", request.links().base() + "/");
    root.put("version", VERSION);
    advertised.forEach((name, path) -> root.put(name, request.links().to(path)));
    return Reply.of(root);
  }
}
