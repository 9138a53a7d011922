package org.midolab.midonet.cluster.resource.root;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.neutron.NeutronApi;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Unenforced;
import org.midolab.midonet.cluster.resource.device.DeviceResources;
import org.midolab.midonet.cluster.resource.filter.FilterResources;
import org.midolab.midonet.cluster.resource.host.HostResources;
import org.midolab.midonet.cluster.resource.service.ServiceResources;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.StateStore;
import org.midolab.midonet.nsdb.TopologyStore;

/** All resources, in the order of the root document. */
public final class Resources {

  private Resources() {}

  /**
   * Returns the API of a network state database.
   *
   * @param random generator for MACs and ids
   * @param natPorts source ports for dynamic SNAT on Neutron's routers
   */
  public static Api api(
      Nsdb nsdb, AuthProvider auth, RandomGenerator random, Condition.Range natPorts) {
    TopologyStore topology = nsdb.topology();
    StateStore state = nsdb.state();
    Api.Builder api = Api.builder();
    Stream.of(
            List.<Resource>of(
                new RootResource(),
                new LoginResource(auth),
                new SystemStateResource(nsdb),
                new TenantsResource(auth)),
            HostResources.hosts(topology, state),
            DeviceResources.bindings(topology),
            HostResources.tunnelZones(topology),
            DeviceResources.devices(nsdb, random),
            FilterResources.of(topology),
            ServiceResources.loadBalancing(topology),
            DeviceResources.mirrors(topology),
            ServiceResources.tracesAndQos(topology, InstantSource.system()),
            List.<Resource>of(new UnenforcedResource(topology)),
            HostResources.configuration(nsdb),
            List.<Resource>of(new AbsentResource()))
        .flatMap(List::stream)
        .forEach(resource -> resource.declare(api));
    NeutronApi.declare(api, topology, Unenforced::warn, natPorts);
    return api.build();
  }
}
