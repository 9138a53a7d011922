package org.midolab.midonet.agent;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import org.midolab.midonet.agent.bgp.Bgp;
import org.midolab.midonet.agent.flow.ForwardingPlane;
import org.midolab.midonet.agent.metadata.Metadata;
import org.midolab.midonet.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that the agent reads from its configuration at its start (docs:
 * contract.md#configuration).
 *
 * @param monitorsHealth whether this host may probe the members of pools
 * @param metadata of the metadata proxy; empty if the host has none
 * @param bindingSocket path of the unix socket where {@code mm-ctl} connects
 */
record AgentSettings(
    ForwardingPlane.Settings forwarding,
    Bgp.Settings bgp,
    boolean monitorsHealth,
    Optional<Metadata.Settings> metadata,
    String bindingSocket) {

  private static final Logger LOG = LoggerFactory.getLogger(AgentSettings.class);

  /** Time after which an unused flow is removed (docs: datapath.md#flow-lifetimes). */
  private static final Duration FLOW_IDLE = Duration.ofSeconds(60);

  /** Bytes of heap per flow: a high estimate that leaves half of the heap for other data. */
  private static final int HEAP_PER_FLOW = 2048;

  static AgentSettings of(Configuration configuration) {
    return new AgentSettings(
        new ForwardingPlane.Settings(
            configuration.integer("agent.midolman.simulation_threads"),
            maxFlows(configuration),
            configuration.bool("agent.midolman.enable_bridge_arp"),
            configuration.integer("agent.midolman.dhcp_mtu"),
            FLOW_IDLE,
            configuration.duration("agent.midolman.check_flow_expiration_interval"),
            configuration.duration("agent.bridge.mac_port_mapping_expire"),
            configuration.duration("agent.arptable.arp_retry_interval"),
            configuration.duration("agent.arptable.arp_timeout"),
            configuration.duration("agent.arptable.arp_stale"),
            configuration.duration("agent.arptable.arp_expiration")),
        new Bgp.Settings(
            seconds(configuration, "agent.midolman.bgp_keepalive"),
            seconds(configuration, "agent.midolman.bgp_holdtime"),
            seconds(configuration, "agent.midolman.bgp_connect_retry"),
            configuration.integer("agent.router.max_bgp_peer_routes"),
            configuration.duration("agent.router.bgp_zookeeper_holdtime")),
        configuration.bool("agent.haproxy_health_monitor.health_monitor_enable"),
        metadata(configuration),
        configuration.string("agent.minions.binding_api.unix_socket"));
  }

  private static Optional<Metadata.Settings> metadata(Configuration configuration) {
    if (!configuration.bool("agent.openstack.metadata.enabled")) {
      return Optional.empty();
    }
    String url = configuration.string("agent.openstack.metadata.nova_metadata_url");
    try {
      URI nova = new URI(url);
      if (("http".equals(nova.getScheme()) || "https".equals(nova.getScheme()))
          && nova.getHost() != null
          && nova.getRawQuery() == null) {
        String secret = configuration.string("agent.openstack.metadata.shared_secret");
        return Optional.of(Metadata.Settings.of(nova, secret));
      }
    } catch (URISyntaxException e) {
      LOG.debug("not a URL", e);
    }
    LOG.error(
        "agent.openstack.metadata.nova_metadata_url is '{}', which is no URL such as"
            + " http://controller:8775: instances of this host get no metadata",
        url);
    return Optional.empty();
  }

  /** Returns the configured number of flows, or the number that the heap has room for if less. */
  private static int maxFlows(Configuration configuration) {
    int configured = configuration.integer("agent.datapath.max_flow_count");
    return (int) Math.min(configured, Runtime.getRuntime().maxMemory() / HEAP_PER_FLOW);
  }

  private static int seconds(Configuration configuration, String key) {
    return (int) configuration.duration(key).toSeconds();
  }
}
