package org.midolab.midonet.cluster.resource;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.neutron.NeutronApi;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.StateStore;
import org.midolab.midonet.nsdb.TopologyStore;

/** All resources, in the order of the root document. */
public final class Resources {

  private Resources() {}

  /**
   * The API over a network state database.
   *
   * @param random for what the cluster makes up, such as MACs
   * @param natPorts that connections behind a router of Neutron's are given
   */
  public static Api api(
      Nsdb nsdb, AuthProvider auth, RandomGenerator random, Condition.Range natPorts) {
    TopologyStore topology = nsdb.topology();
    StateStore state = nsdb.state();
    Api.Builder api = Api.builder();
    List.of(
            new RootResource(),
            new LoginResource(auth),
            new SystemStateResource(nsdb),
            new TenantsResource(auth),
            new HostsResource(topology, state),
            new BindingsResource(topology),
            TunnelZonesResource.of(topology),
            TunnelZoneHostsResource.of(topology),
            BridgesResource.of(topology),
            new BridgeTablesResource(nsdb),
            new DhcpResource(topology),
            new DhcpV6Resource(topology),
            RoutersResource.of(topology),
            new PortsResource(topology, state, random),
            new RoutesResource(topology, state),
            BgpPeersResource.of(topology),
            BgpNetworksResource.of(topology),
            ChainsResource.of(topology),
            new RulesResource(topology),
            PortGroupsResource.of(topology),
            new PortGroupPortsResource(topology),
            new IpAddrGroupsResource(topology),
            new LoadBalancersResource(topology),
            PoolsResource.of(topology),
            PoolMembersResource.of(topology),
            VipsResource.of(topology),
            HealthMonitorsResource.of(topology),
            MirrorsResource.of(topology),
            TraceRequestsResource.of(topology, InstantSource.system()),
            new QosPoliciesResource(topology),
            new UnenforcedResource(topology),
            new ConfResource(nsdb),
            new AbsentResource())
        .forEach(resource -> resource.declare(api));
    NeutronApi.declare(api, topology, Unenforced::warn, natPorts);
    return api.build();
  }
}
