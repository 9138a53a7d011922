package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.auth.Identity;
import org.midolab.midonet.cluster.auth.Tenant;
import org.midolab.midonet.cluster.auth.Token;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.RestServer;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Zoo;

/** Who gets in, by which provider. */
class AccessTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  /** Knows one token, a tenant user's. */
  private static final AuthProvider TENANT_USERS =
      new AuthProvider() {
        @Override
        public String description() {
          return "test";
        }

        @Override
        public Optional<Token> login(String user, String password, String project) {
          return Optional.empty();
        }

        @Override
        public Optional<Identity> identify(String tokenKey) {
          return Optional.of(new Identity("u", "t", Set.of(Identity.Role.TENANT_USER)));
        }

        @Override
        public List<Tenant> tenants() {
          return List.of();
        }
      };

  @Test
  void onlyAdminsGetIn() {
    Api resources =
        Api.builder()
            .get(
                "/x",
                MediaType.of("X", 1),
                request -> Reply.of(JsonNodeFactory.instance.objectNode()))
            .build();
    try (RestServer server =
        RestServer.start(
            resources,
            TENANT_USERS,
            new RestServer.Binding("127.0.0.1", 0, "/api", Duration.ofSeconds(5), 8))) {
      ApiClient api = new ApiClient(URI.create("http://127.0.0.1:" + server.port() + "/api"));
      assertThat(api.get("/x").status()).isEqualTo(403);
      assertThat(api.get("/nothing").status()).isEqualTo(403);
    }
  }

  @Test
  void keystoneIsNamedWhereItIsMissing() {
    for (String name : List.of("keystone.v2_0.KeystoneService", "keystone.KeystoneService")) {
      try (Nsdb nsdb = Nsdb.connect(ZOO.fresh());
          Cluster cluster =
              Cluster.start(
                  nsdb,
                  ClusterSettings.onLoopback()
                      .withAuthProvider("org.midonet.cluster.auth." + name))) {
        assertThat(
                new ApiClient(cluster.uri())
                    .get("/system_state")
                    .json()
                    .get("information")
                    .asText())
            .contains("Keystone login is not built yet", "Mock");
      }
    }
  }

  @Test
  void anUnknownProviderIsRefused() {
    try (Nsdb nsdb = Nsdb.connect(ZOO.fresh())) {
      assertThatThrownBy(
              () ->
                  Cluster.start(
                      nsdb, ClusterSettings.onLoopback().withAuthProvider("org.example.Nobody")))
          .hasMessageContaining("org.example.Nobody")
          .hasMessageContaining("MockAuthService");
    }
  }
}
