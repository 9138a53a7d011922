package org.midolab.midonet.cluster.resource;

import java.util.List;
import java.util.random.RandomGenerator;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.rest.Api;
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
   */
  public static Api api(Nsdb nsdb, AuthProvider auth, RandomGenerator random) {
    TopologyStore topology = nsdb.topology();
    StateStore state = nsdb.state();
    Api.Builder api = Api.builder();
    List.of(
            new RootResource(),
            new LoginResource(auth),
            new SystemStateResource(nsdb, auth),
            new TenantsResource(auth),
            new HostsResource(topology, state),
            new BindingsResource(topology),
            new TunnelZonesResource(topology),
            new TunnelZoneHostsResource(topology),
            new BridgesResource(topology),
            new BridgeTablesResource(nsdb),
            new RoutersResource(topology),
            new PortsResource(topology, state, random),
            new RoutesResource(topology, state),
            new BgpPeersResource(topology),
            new BgpNetworksResource(topology),
            new ChainsResource(topology),
            new RulesResource(topology),
            new PortGroupsResource(topology),
            new PortGroupPortsResource(topology),
            new ConfResource(nsdb))
        .forEach(resource -> resource.declare(api));
    return api.build();
  }
}
