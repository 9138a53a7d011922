package org.midolab.midonet.cluster.resource.host;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Handler;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.conf.ConfigStore;
import org.midolab.midonet.conf.ConfigurationException;
import org.midolab.midonet.conf.Hocon;
import org.midolab.midonet.conf.Layer;
import org.midolab.midonet.conf.Schema;
import org.midolab.midonet.nsdb.Nsdb;

/**
 * {@code /conf} (text/plain): the layers of the configuration, as in mn-conf. Requests are HOCON,
 * answers are JSON. A POST replaces the values of a layer; a DELETE removes them.
 */
final class ConfResource implements Resource {

  /** Answer to a POST, as in MidoNet: 200 without a URI, since no resource is created. */
  private static final Reply DONE = Reply.done().with(200, new Reply.Content.None());

  private final ConfigStore store;

  ConfResource(Nsdb nsdb) {
    this.store = new ConfigStore(nsdb, Schema.shipped());
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("confSchemas", "conf/schemas")
        .advertise("confTemplates", "conf/templates")
        .advertise("confTemplateMappings", "conf/template-mappings")
        .advertise("confTemplateTemplate", "conf/templates/{id}")
        .advertise("confNodeTemplate", "conf/nodes/{id}")
        .advertise("confRuntimeTemplate", "conf/runtime/{id}")
        .advertise("confTemplateMappingTemplate", "conf/template-mappings/{id}")
        .getText("/conf/schemas", request -> text(store.schema().defaults()))
        .getText(
            "/conf/templates",
            request -> text(ConfigFactory.parseMap(Map.of("templates", store.templates()))))
        .getText("/conf/runtime/{id}", request -> text(store.effective(request.id())))
        .getText("/conf/template-mappings", request -> text(mappings()))
        .getText("/conf/template-mappings/{id}", this::mapping)
        .postText("/conf/template-mappings/{id}", checked(this::assign))
        .delete("/conf/template-mappings/{id}", this::unassign);
    layer(api, "/conf/templates/{id}", request -> template(request));
    layer(api, "/conf/nodes/{id}", request -> new Layer.Node(request.id()));
  }

  /** Returns the layer of a request. */
  @FunctionalInterface
  private interface Address {
    Layer of(Request request);
  }

  private void layer(Api.Builder api, String path, Address address) {
    api.getText(path, request -> text(store.read(address.of(request))))
        .postText(
            path,
            checked(
                request -> {
                  Config values = Hocon.parse(request.text(), "the request's body");
                  store.set(address.of(request), values, true);
                  return DONE;
                }))
        .delete(
            path,
            request -> {
              store.set(address.of(request), ConfigFactory.empty(), true);
              return Reply.done();
            });
  }

  /** Answers invalid configuration with 400. */
  private static Handler checked(Handler handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (ConfigurationException e) {
        throw new ApiException(400, e.getMessage());
      }
    };
  }

  private static Layer template(Request request) {
    try {
      return new Layer.Template(request.parameter("id"));
    } catch (ConfigurationException e) {
      throw ApiException.notFound(e.getMessage());
    }
  }

  private static Reply text(Config config) {
    return Reply.text(Hocon.json(config));
  }

  private Config mappings() {
    Map<String, Object> mappings = new TreeMap<>();
    store.mappings().forEach((host, template) -> mappings.put(host.toString(), template));
    return ConfigValueFactory.fromMap(mappings).toConfig();
  }

  private static Config mapping(UUID host, String template) {
    return ConfigValueFactory.fromMap(Map.of(host.toString(), template)).toConfig();
  }

  private Reply mapping(Request request) {
    String template = store.mappings().get(request.id());
    if (template == null) {
      throw ApiException.notFound("no template is assigned to host " + request.id());
    }
    return text(mapping(request.id(), template));
  }

  private Reply assign(Request request) {
    store.assign(request.id(), assigned(request.id(), request.text().strip()));
    return DONE;
  }

  /** Reads {@code {"HOST": "TEMPLATE"}}, or the template alone. */
  private static String assigned(UUID host, String text) {
    if (!text.startsWith("{")) {
      return text;
    }
    Map<String, Object> mapping = Hocon.parse(text, "the request's body").root().unwrapped();
    if (!mapping.keySet().equals(Set.of(host.toString()))
        || !(mapping.get(host.toString()) instanceof String template)) {
      throw new ApiException(
          400, "the body must be {\"%s\": \"TEMPLATE\"}, with the host of the URI".formatted(host));
    }
    return template;
  }

  private Reply unassign(Request request) {
    store.unassign(request.id());
    return Reply.done();
  }
}
