package org.midolab.midonet.cluster;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.auth.AuthProviders;
import org.midolab.midonet.cluster.resource.root.Resources;
import org.midolab.midonet.cluster.rest.RestServer;
import org.midolab.midonet.nsdb.Nsdb;

/** A running cluster: the API in front of a network state database that it does not own. */
public final class Cluster implements AutoCloseable {

  private final RestServer server;
  private final AuthProvider auth;
  private final ClusterSettings settings;

  private Cluster(RestServer server, AuthProvider auth, ClusterSettings settings) {
    this.server = server;
    this.auth = auth;
    this.settings = settings;
  }

  /**
   * Starts serving. Neither ZooKeeper nor the identity service need be there yet; requests are
   * answered with 503 until they are.
   */
  public static Cluster start(Nsdb nsdb, ClusterSettings settings) {
    AuthProvider auth = AuthProviders.of(settings.auth(), Clock.systemUTC());
    return new Cluster(
        RestServer.start(
            Resources.api(nsdb, auth, new SecureRandom(), settings.natPorts()),
            auth,
            new RestServer.Binding(
                settings.host(),
                settings.port(),
                settings.rootPath(),
                settings.idleTimeout(),
                settings.requestsAtOnce())),
        auth,
        settings);
  }

  /** Where the API is, seen from this machine. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.port() + settings.rootPath());
  }

  /** Who decides about access, in one sentence. */
  String access() {
    return auth.description();
  }

  @Override
  public void close() {
    server.close();
    auth.close();
  }
}
