package org.midolab.midonet.cluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.auth.Identity;
import org.midolab.midonet.cluster.auth.Tenant;
import org.midolab.midonet.cluster.auth.Token;
import org.midolab.midonet.cluster.resource.root.Resources;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/** Everything that can be asked of the API, asked by those who may not. */
class EveryEndpointTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  /** Knows an admin, a tenant's admin and a tenant's user. */
  private static final AuthProvider THREE =
      new AuthProvider() {
        @Override
        public String description() {
          return "test";
        }

        @Override
        public Optional<Token> login(String user, String password, String project) {
          return Optional.of(new Token("admin", Instant.MAX));
        }

        @Override
        public Optional<Identity> identify(String tokenKey) {
          return switch (tokenKey) {
            case "admin" -> Optional.of(new Identity("a", "t", Set.of(Identity.Role.ADMIN)));
            case "boss" -> Optional.of(new Identity("b", "t", Set.of(Identity.Role.TENANT_ADMIN)));
            case "user" -> Optional.of(new Identity("u", "t", Set.of(Identity.Role.TENANT_USER)));
            default -> Optional.empty();
          };
        }

        @Override
        public List<Tenant> tenants() {
          return List.of();
        }
      };

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void onlyAnAdminsTokenOpensIt() throws Exception {
    try (Nsdb nsdb = ZkNsdb.connect(ZOO.fresh())) {
      Api api = Resources.api(nsdb, THREE, new SecureRandom(), new Range(1024, 0xFFFF));
      try (RestServer server =
          RestServer.start(
              api,
              THREE,
              new RestServer.Binding("127.0.0.1", 0, "/api", Duration.ofSeconds(5), 64))) {
        assertThat(ask("GET", uri(server, "/nothing"), "user").statusCode()).isEqualTo(403);
        List<Endpoint> closed =
            api.endpoints().stream().filter(endpoint -> !endpoint.open()).toList();
        assertThat(closed.size()).isGreaterThan(70);
        for (Endpoint endpoint : closed) {
          URI uri = uri(server, endpoint.path().toString());
          assertThat(ask(endpoint.method(), uri, null).statusCode())
              .as("%s", endpoint)
              .isEqualTo(401);
          assertThat(ask(endpoint.method(), uri, "gone").statusCode())
              .as("%s", endpoint)
              .isEqualTo(401);
          assertThat(ask(endpoint.method(), uri, "boss").statusCode())
              .as("%s", endpoint)
              .isEqualTo(403);
          assertThat(ask(endpoint.method(), uri, "user").statusCode())
              .as("%s", endpoint)
              .isEqualTo(403);
          assertThat(ask(endpoint.method(), uri, "admin").statusCode())
              .as("%s", endpoint)
              .isNotIn(401, 403);
        }
      }
    }
  }

  @Test
  void loginAloneIsOpen() {
    try (Nsdb nsdb = ZkNsdb.connect(ZOO.fresh())) {
      assertThat(
              Resources.api(nsdb, THREE, new SecureRandom(), new Range(1024, 0xFFFF)).endpoints())
          .filteredOn(Endpoint::open)
          .extracting(endpoint -> endpoint.path().toString())
          .containsOnly("/login");
    }
  }

  private static URI uri(RestServer server, String template) {
    String path = template.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
    return URI.create("http://127.0.0.1:" + server.port() + "/api" + path);
  }

  private HttpResponse<String> ask(String method, URI uri, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(10))
            .method(method, BodyPublishers.ofString("{}"));
    if (token != null) {
      request.header("X-Auth-Token", token);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
