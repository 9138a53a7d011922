package org.midolab.midonet.cluster;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.auth.AuthProviders;
import org.midolab.midonet.cluster.resource.Resources;
import org.midolab.midonet.cluster.rest.RestServer;
import org.midolab.midonet.nsdb.Nsdb;

/** A running cluster: the API in front of a network state database that it does not own. */
public final class Cluster implements AutoCloseable {

  private final RestServer server;
  private final ClusterSettings settings;

  private Cluster(RestServer server, ClusterSettings settings) {
    this.server = server;
    this.settings = settings;
  }

  /**
   * Starts serving. ZooKeeper need not be there yet; requests are answered with 503 until it is.
   *
   * @throws IllegalArgumentException when a setting has no meaning
   */
  public static Cluster start(Nsdb nsdb, ClusterSettings settings) {
    AuthProvider auth = AuthProviders.named(settings.authProvider(), Clock.systemUTC());
    return new Cluster(
        RestServer.start(
            Resources.api(nsdb, auth, new SecureRandom()),
            auth,
            new RestServer.Binding(
                settings.host(),
                settings.port(),
                settings.rootPath(),
                settings.idleTimeout(),
                settings.requestsAtOnce())),
        settings);
  }

  /** Where the API is, seen from this machine. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.port() + settings.rootPath());
  }

  @Override
  public void close() {
    server.close();
  }
}
