package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.cluster.auth.AuthSettings;
import org.midolab.midonet.cluster.auth.KeystoneSettings;
import org.midolab.midonet.cluster.auth.RoleNames;
import org.midolab.midonet.conf.LiveConfiguration;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/** Who gets in, by which provider. */
class AccessTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  /** The guide's step 4.2-4, as mn-conf keeps it. */
  private static final String GUIDE =
      """
      cluster.auth {
          provider_class = "%s"
          admin_role = "admin"
          keystone.tenant_name = "admin"
          keystone.admin_token = "S3CRET"
          keystone.host = controller
          keystone.port = 35357
      }
      """;

  private static AuthSettings configured(String... hocon) {
    UUID host = UUID.randomUUID();
    try (Nsdb nsdb = ZkNsdb.connect(ZOO.fresh());
        Cluster cluster = Cluster.start(nsdb, ClusterSettings.onLoopback())) {
      ApiClient api = new ApiClient(cluster.uri());
      for (String part : hocon) {
        ApiClient.Answer stored = api.post("/conf/templates/default", "text/plain", part);
        assertThat(stored.status()).as("%s", stored).isLessThan(300);
      }
      try (LiveConfiguration configuration = LiveConfiguration.open(nsdb, host, Optional.empty())) {
        return ClusterSettings.from(configuration).auth();
      }
    }
  }

  @Test
  void theMockProviderIsTheDefault() {
    assertThat(configured()).isEqualTo(AuthSettings.mock());
    assertThat(configured(GUIDE.formatted("org.midonet.cluster.auth.MockAuthService")).provider())
        .isEqualTo(AuthSettings.Provider.MOCK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keystone.v2_0.KeystoneService", "keystone.KeystoneService"})
  void keystoneGoesByTheGuidesNameAndTheLaterOne(String name) {
    AuthSettings settings = configured(GUIDE.formatted("org.midonet.cluster.auth." + name));
    assertThat(settings)
        .isEqualTo(
            AuthSettings.keystone(
                new RoleNames("admin", "", ""),
                new KeystoneSettings(
                    URI.create("http://controller:35357/v3"),
                    "S3CRET",
                    "",
                    "",
                    "admin",
                    "",
                    "default",
                    Duration.ofSeconds(10))));
    assertThat(settings.toString()).doesNotContain("S3CRET");
  }

  @ParameterizedTest
  @CsvSource({
    "cluster.auth.keystone.protocol : https,       https://controller:35357/v3",
    "'cluster.auth.keystone.url : \"http://id:5000/v2.0\"', http://id:5000/v3",
    "cluster.auth.keystone.version : 2,            http://controller:35357/v3",
  })
  void keystonesAddressIsPutTogetherOrGivenAsAWhole(String more, URI endpoint) {
    String guide = GUIDE.formatted("org.midonet.cluster.auth.keystone.KeystoneService");
    assertThat(configured(guide + more).keystone().orElseThrow().endpoint()).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "cluster.auth.provider_class : org.example.Nobody, org.example.Nobody",
    "'cluster.auth.admin_role : \" \"',                cluster.auth.admin_role",
    "'cluster.auth.keystone.admin_token : \"\"',       user_name",
    "'cluster.auth.keystone.host : \"a b\"',           cluster.auth.keystone.host",
    "'cluster.auth.keystone.admin_token : \"S3 CRET\"', cluster.auth.keystone.admin_token",
  })
  void aSettingWithoutMeaningIsRefusedByItsName(String more, String named) {
    String guide = GUIDE.formatted("org.midonet.cluster.auth.keystone.KeystoneService");
    assertThatThrownBy(() -> configured(guide + more))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named)
        .hasMessageNotContaining("S3");
  }

  @Test
  void whileKeystoneIsAwayNobodyGetsIn() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    AuthSettings keystone =
        AuthSettings.keystone(
            new RoleNames("admin", "", ""),
            new KeystoneSettings(
                URI.create("http://127.0.0.1:" + free + "/v3"),
                "S3CRET",
                "",
                "",
                "admin",
                "",
                "default",
                Duration.ofSeconds(5)));
    try (Nsdb nsdb = ZkNsdb.connect(ZOO.fresh());
        Cluster cluster = Cluster.start(nsdb, ClusterSettings.onLoopback().withAuth(keystone))) {
      ApiClient api = new ApiClient(cluster.uri());
      for (ApiClient.Answer answer :
          List.of(
              api.get("/"),
              api.get("/no/such/thing"),
              api.delete("/bridges/" + UUID.randomUUID()),
              api.post("/bridges", "{}"),
              api.send(api.to("/login").header("Authorization", "Basic YTpi").GET()))) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.json().get("code").asInt()).isEqualTo(503);
        assertThat(answer.response().body()).doesNotContain("S3CRET", String.valueOf(free));
      }
    }
  }
}
