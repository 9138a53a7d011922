package org.midolab.midonet.agent;

import java.time.Duration;
import org.midolab.midonet.agent.bgp.Bgp;
import org.midolab.midonet.agent.flow.ForwardingPlane;
import org.midolab.midonet.conf.Configuration;

/**
 * The settings that the agent reads from its configuration at its start (docs:
 * contract.md#configuration).
 *
 * @param monitorsHealth whether this host may probe the members of pools
 * @param bindingSocket path of the unix socket where {@code mm-ctl} connects
 */
record AgentSettings(
    ForwardingPlane.Settings forwarding,
    Bgp.Settings bgp,
    boolean monitorsHealth,
    String bindingSocket) {

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
        configuration.string("agent.minions.binding_api.unix_socket"));
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
