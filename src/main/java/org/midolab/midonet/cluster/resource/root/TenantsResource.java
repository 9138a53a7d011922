package org.midolab.midonet.cluster.resource.root;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.auth.Tenant;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;

/** {@code /tenants} (Tenant-v2): the identity provider's projects, read-only. */
final class TenantsResource implements Resource {

  private static final Shape<Tenant, Void> SHAPE =
      Shape.<Tenant, Void>of(MediaType.of("Tenant", 1, 2))
          .readOnly("id", Kinds.TEXT, Tenant::id)
          .readOnly("name", Kinds.TEXT, Tenant::name)
          .readOnly("description", Kinds.TEXT, Tenant::description)
          .readOnly("enabled", Kinds.BOOLEAN, Tenant::enabled)
          .link("uri", (tenant, links) -> links.to("tenants", Links.encode(tenant.id())))
          .link("bridges", (tenant, links) -> owned(links, "bridges", tenant))
          .link("routers", (tenant, links) -> owned(links, "routers", tenant))
          .link("chains", (tenant, links) -> owned(links, "chains", tenant))
          .link("portGroups", (tenant, links) -> owned(links, "port_groups", tenant))
          .build();

  private final AuthProvider auth;

  TenantsResource(AuthProvider auth) {
    this.auth = auth;
  }

  private static String owned(Links links, String collection, Tenant tenant) {
    return links.to(collection) + "?tenant_id=" + Links.encode(tenant.id());
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("tenants", "tenants")
        .advertise("tenantTemplate", "tenants/{id}")
        .list(
            "/tenants",
            SHAPE,
            request -> Reply.list(auth.tenants().stream().map(tenant -> write(tenant, request))))
        .get("/tenants/{id}", SHAPE, this::get);
  }

  private static ObjectNode write(Tenant tenant, Request request) {
    return SHAPE.write(tenant, request.links(), request.version());
  }

  private Reply get(Request request) {
    return auth.tenant(request.parameter("id"))
        .map(tenant -> Reply.of(write(tenant, request)))
        .orElseThrow(() -> ApiException.notFound("there is no such tenant"));
  }
}
