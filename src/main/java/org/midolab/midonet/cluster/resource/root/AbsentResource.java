package org.midolab.midonet.cluster.resource.root;

import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;

/**
 * Resources of MidoNet 5 that this cluster does not have. They are not in the root document;
 * requests are answered with 404 and the reason.
 */
final class AbsentResource implements Resource {

  @Override
  public void declare(Api.Builder api) {
    String vteps = "hardware VTEPs (MidoNet's VXLAN gateway) are not part of this cluster";
    String insertion = "L2 insertion is not part of this cluster";
    String containers = "service containers (later than MidoNet 5.0) are not part of this cluster";
    String peering =
        "peering of routers by VXLAN (later than MidoNet 5.0) is not part of this cluster";
    api.absent("/vteps", vteps)
        .absent("/ports/{id}/vtep_bindings", vteps)
        .absent("/l2insertions", insertion)
        .absent("/l2services", insertion)
        .absent("/service_containers", containers)
        .absent("/service_container_groups", containers)
        .absent("/host_groups", containers)
        .absent("/ports/{id}/service_container", containers)
        .absent("/ports/{id}/peering_table", peering);
  }
}
