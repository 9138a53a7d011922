package org.midolab.midonet.cluster;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.auth.AuthProviders;
import org.midolab.midonet.cluster.resource.root.Resources;
import org.midolab.midonet.cluster.rest.RestServer;
import org.midolab.midonet.nsdb.Nsdb;

/** A running cluster: the REST API of a network state database. The caller closes the database. */
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
   * Starts the API server. ZooKeeper and the identity service may start later; requests are
   * answered with 503 until they are available.
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

  /** Returns the API's URI for clients on this machine. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.port() + settings.rootPath());
  }

  /** Returns a sentence for the log that describes the authentication provider. */
  String access() {
    return auth.description();
  }

  @Override
  public void close() {
    server.close();
    auth.close();
  }
}
