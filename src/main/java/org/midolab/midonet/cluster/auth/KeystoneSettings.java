package org.midolab.midonet.cluster.auth;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.midolab.midonet.conf.Configuration;

/**
 * Settings of Keystone: the keys {@code cluster.auth.keystone.*} (docs:
 * contract.md#authentication). The cluster always uses API v3, since newer versions of Keystone
 * have no other; {@code version} 2 is accepted for old configurations and means the same.
 *
 * @param endpoint Keystone's v3 API, such as {@code http://controller:35357/v3}
 * @param adminToken Keystone's admin token for the cluster's requests; empty when the cluster logs
 *     in as {@code userName} instead
 * @param userName the cluster's user when there is no admin token
 * @param project name of the project for the cluster's login and for users without a project
 * @param domainName domain of users and projects; if empty, {@code domainId} is used
 * @param patience timeout of one request to Keystone
 */
@RecordBuilder
public record KeystoneSettings(
    URI endpoint,
    String adminToken,
    String userName,
    String userPassword,
    String project,
    String domainName,
    String domainId,
    Duration patience)
    implements KeystoneSettingsBuilder.With {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public KeystoneSettings {
    if (!adminToken.isEmpty() && !Keystone.isHeaderValue(adminToken)) {
      throw new IllegalArgumentException(
          "cluster.auth.keystone.admin_token holds a character that no header can carry");
    }
    if (adminToken.isEmpty() && (userName.isEmpty() || project.isEmpty())) {
      throw new IllegalArgumentException(
          "the cluster has nothing to ask Keystone with; set cluster.auth.keystone.admin_token, or"
              + " user_name, user_password and tenant_name");
    }
  }

  static KeystoneSettings from(Configuration configuration) {
    return new KeystoneSettings(
        endpoint(configuration),
        configuration.string("cluster.auth.keystone.admin_token").strip(),
        configuration.string("cluster.auth.keystone.user_name").strip(),
        configuration.string("cluster.auth.keystone.user_password"),
        configuration.string("cluster.auth.keystone.tenant_name").strip(),
        configuration.string("cluster.auth.keystone.domain_name").strip(),
        configuration.string("cluster.auth.keystone.domain_id").strip(),
        PATIENCE);
  }

  private static URI endpoint(Configuration configuration) {
    String url = configuration.string("cluster.auth.keystone.url").strip();
    if (url.isEmpty()) {
      return endpoint(
          configuration.string("cluster.auth.keystone.protocol").strip(),
          configuration.string("cluster.auth.keystone.host").strip(),
          configuration.integer("cluster.auth.keystone.port"));
    }
    return endpoint(url);
  }

  static URI endpoint(String protocol, String host, int port) {
    try {
      return new URI(protocol, null, host, port, "/v3", null, null).parseServerAuthority();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "cluster.auth.keystone.host is '" + host + "', which is no name or address of a host", e);
    }
  }

  /** Returns the endpoint of API v3; a version at the end of the address is replaced. */
  static URI endpoint(String url) {
    try {
      URI uri =
          new URI(url.replaceFirst("/+$", "").replaceFirst("/v(2\\.0|3)$", "") + "/v3")
              .parseServerAuthority();
      if (uri.getHost() != null
          && uri.getUserInfo() == null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Reported below, together with other errors.
    }
    throw new IllegalArgumentException(
        "cluster.auth.keystone.url is no address such as http://controller:35357/v3");
  }

  /** Omits secrets. */
  @Override
  public String toString() {
    return "KeystoneSettings[endpoint=%s, %s, project=%s]"
        .formatted(endpoint, adminToken.isEmpty() ? "user=" + userName : "admin token", project);
  }
}
