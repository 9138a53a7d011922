package org.midolab.midonet.cluster;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.midolab.midonet.cluster.auth.AuthSettings;
import org.midolab.midonet.conf.Configuration;
import org.midolab.midonet.model.Condition.Range;

/**
 * Settings that a cluster reads from the configuration when it starts (docs:
 * contract.md#configuration, keys {@code cluster.*}).
 *
 * @param host address to listen on
 * @param port TCP port, 0 for any free port
 * @param rootPath path of the API, such as {@code /midonet-api}
 * @param idleTimeout time without data after which a connection is closed
 * @param requestsAtOnce most requests that are processed at the same time; further ones get 503
 * @param natPorts source ports for dynamic SNAT on Neutron's routers (docs:
 *     contract.md#neutron-translation)
 * @param auth settings of the authentication provider
 */
@RecordBuilder
public record ClusterSettings(
    String host,
    int port,
    String rootPath,
    Duration idleTimeout,
    int requestsAtOnce,
    Range natPorts,
    AuthSettings auth)
    implements ClusterSettingsBuilder.With {

  public ClusterSettings {
    if (!rootPath.matches("(/[A-Za-z0-9._~-]+)+")) {
      throw new IllegalArgumentException(
          "cluster.rest_api.root_uri is '" + rootPath + "'; expected a path such as /midonet-api");
    }
  }

  /** Returns MidoNet's defaults, but with a free port of the loopback interface; for tests. */
  public static ClusterSettings onLoopback() {
    return new ClusterSettings(
        "127.0.0.1",
        0,
        "/midonet-api",
        Duration.ofSeconds(30),
        256,
        new Range(1024, 0xFFFF),
        AuthSettings.mock());
  }

  static ClusterSettings from(Configuration configuration) {
    return new ClusterSettings(
        configuration.string("cluster.rest_api.http_host"),
        configuration.integer("cluster.rest_api.http_port"),
        configuration.string("cluster.rest_api.root_uri"),
        configuration.duration("cluster.rest_api.http_idle_timeout"),
        configuration.integer("cluster.rest_api.max_thread_pool_size"),
        natPorts(configuration),
        AuthSettings.from(configuration));
  }

  private static Range natPorts(Configuration configuration) {
    String start = "cluster.translators.nat.dynamic_port_start";
    String end = "cluster.translators.nat.dynamic_port_end";
    try {
      return new Range(configuration.integer(start), configuration.integer(end));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(start + " and " + end + ": " + e.getMessage(), e);
    }
  }
}
