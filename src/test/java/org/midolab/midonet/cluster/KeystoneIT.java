package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.runtime.KeystoneContainer;
import org.midolab.midonet.cluster.ApiClient.Answer;
import org.midolab.midonet.cluster.auth.AuthSettings;
import org.midolab.midonet.cluster.auth.KeystoneSettings;
import org.midolab.midonet.cluster.auth.RoleNames;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/**
 * Tests the cluster with a real Keystone 22: logins, roles, expiry of tokens, and an unavailable
 * Keystone. The users and projects are created as in chapter 3 of the guide.
 */
class KeystoneIT {

  /** Longer than any test but the one that waits for its end, also on a busy machine. */
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(20);

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @RegisterExtension static final Zoo ZOO = new Zoo();
  @RegisterExtension static final KeystoneContainer KEYSTONE = new KeystoneContainer(TOKEN_LIFE);

  private static final String MIDONET = password();
  private static final String TENANT = password();

  private static String serviceProject;

  private Nsdb nsdb;
  private Cluster cluster;
  private ApiClient api;

  private static String password() {
    return "pass:" + UUID.randomUUID();
  }

  /** The users midonet, admin in the project service, and tenant, member of the project demo. */
  @BeforeAll
  static void identities() throws Exception {
    serviceProject = make("projects", "project", "{'name': 'service', 'domain_id': 'default'}");
    String demo =
        make(
            "projects",
            "project",
            "{'name': 'demo', 'domain_id': 'default', 'description': 'For trying'}");
    grant(serviceProject, make("users", "user", user("midonet", MIDONET)), role("admin"));
    grant(demo, make("users", "user", user("tenant", TENANT)), role("member"));
  }

  private static String user(String name, String password) {
    return "{'name': '" + name + "', 'domain_id': 'default', 'password': '" + password + "'}";
  }

  private static String make(String collection, String one, String json) throws Exception {
    HttpRequest.Builder request =
        keystone("/" + collection)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"" + one + "\": " + json.replace('\'', '"') + "}"));
    HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return ApiClient.JSON.readTree(answer.body()).get(one).get("id").asText();
  }

  private static String role(String name) throws Exception {
    HttpRequest request = keystone("/roles?name=" + name).build();
    String body = HTTP.send(request, BodyHandlers.ofString()).body();
    return ApiClient.JSON.readTree(body).get("roles").get(0).get("id").asText();
  }

  private static void grant(String project, String user, String role) throws Exception {
    HttpRequest.Builder request =
        keystone("/projects/" + project + "/users/" + user + "/roles/" + role)
            .PUT(BodyPublishers.noBody());
    assertThat(HTTP.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(204);
  }

  private static HttpRequest.Builder keystone(String path) {
    return HttpRequest.newBuilder(URI.create(KEYSTONE.endpoint() + path))
        .header("X-Auth-Token", KEYSTONE.adminToken());
  }

  /** Gets a token directly from Keystone; scope is JSON, or empty for none. */
  private static String tokenOf(String user, String password, String scope) throws Exception {
    String body =
        """
        {"auth": {"identity": {"methods": ["password"], "password": {"user": {
          "name": "%s", "password": "%s", "domain": {"id": "default"}}}}%s}}
        """
            .formatted(user, password, scope.isEmpty() ? "" : ", \"scope\": " + scope);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(KEYSTONE.endpoint() + "/auth/tokens"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer.headers().firstValue("X-Subject-Token").orElseThrow();
  }

  private static String project(String name) {
    return "{\"project\": {\"name\": \"" + name + "\", \"domain\": {\"id\": \"default\"}}}";
  }

  private static KeystoneSettings byToken() {
    return new KeystoneSettings(
        KEYSTONE.endpoint(), KEYSTONE.adminToken(), "", "", "admin", "", "default", PATIENCE);
  }

  private static KeystoneSettings byPassword() {
    return byToken()
        .withUserName("midonet")
        .withUserPassword(MIDONET)
        .withProject("service")
        .withAdminToken("");
  }

  @BeforeEach
  void start() {
    serve(byToken());
  }

  private void serve(KeystoneSettings settings) {
    close();
    nsdb = ZkNsdb.connect(ZOO.fresh());
    cluster = Cluster.start(nsdb, settings(settings));
    api = new ApiClient(cluster.uri());
  }

  private static ClusterSettings settings(KeystoneSettings keystone) {
    return ClusterSettings.onLoopback()
        .withAuth(AuthSettings.keystone(new RoleNames("admin", "", "member"), keystone));
  }

  @AfterEach
  void close() {
    if (cluster != null) {
      cluster.close();
      nsdb.close();
    }
  }

  private Answer login(String user, String password, String project) {
    String pair = user + ":" + password;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(cluster.uri() + "/login"))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    if (project != null) {
      request.header("X-Auth-Project", project);
    }
    return api.send(request.GET());
  }

  private Answer with(String token, String path) {
    return at(cluster, token, path);
  }

  private Answer at(Cluster asked, String token, String path) {
    return api.send(
        HttpRequest.newBuilder(URI.create(asked.uri() + path)).header("X-Auth-Token", token));
  }

  /** Runs midonet-cli with credentials from {@code ~/.midonetrc} only. */
  private Process midonetCli(Path home, String password, String script) throws IOException {
    Files.writeString(
        home.resolve(".midonetrc"),
        """
        [cli]
        api_url = %s
        username = midonet
        password = %s
        project_id = service
        """
            .formatted(cluster.uri(), password));
    ProcessBuilder cli =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.midolab.midonet.cli.MidonetCli")
            .redirectErrorStream(true);
    cli.environment().keySet().removeIf(name -> name.startsWith("MIDO_"));
    cli.environment().put("HOME", home.toString());
    Process started = cli.start();
    try (Writer keyboard = started.outputWriter()) {
      keyboard.write(script);
    }
    return started;
  }

  private static String said(Process process) throws IOException {
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void midonetCliLogsInWithItsFile(@TempDir Path known, @TempDir Path forgotten) throws Exception {
    Process admin =
        midonetCli(known, MIDONET, "bridge create name by-cli\nbridge list\ntenant list\n");
    Process stranger = midonetCli(forgotten, "wrong", "bridge list\n");

    String listed = said(admin);
    assertThat(admin.waitFor()).as(listed).isZero();
    assertThat(listed).contains("name by-cli state up", "name service").doesNotContain(MIDONET);
    String refused = said(stranger);
    assertThat(stranger.waitFor()).as(refused).isEqualTo(1);
    assertThat(refused).contains("midonet").doesNotContain("by-cli", "wrong");
  }

  @Test
  void anAdminLogsIn() {
    for (KeystoneSettings settings : List.of(byToken(), byPassword())) {
      serve(settings);
      Instant before = Instant.now();
      Answer login = login("midonet", MIDONET, "service");
      assertThat(login.status()).as("%s", login).isEqualTo(200);
      assertThat(login.header("Content-Type")).isEqualTo(ApiClient.media("Token-v1"));
      String key = login.json().get("key").asText();
      String expires = login.json().get("expires").asText();
      assertThat(login.header("Set-Cookie")).isEqualTo("sessionId=" + key + "; Expires=" + expires);
      assertThat(ZonedDateTime.parse(expires, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .isBetween(
              before.plus(TOKEN_LIFE).minusSeconds(2),
              Instant.now().plus(TOKEN_LIFE).plusSeconds(2));
      assertThat(with(key, "/").status()).isEqualTo(200);
      assertThat(with(key, "/system_state").json().get("information").isNull()).isTrue();
    }
  }

  @Test
  void aLoginWithoutAProjectUsesTheClusters() {
    assertThat(login("admin", KEYSTONE.adminPassword(), null).status()).isEqualTo(200);
    // This user has no role in that project.
    assertThat(login("midonet", MIDONET, null).status()).isEqualTo(401);
  }

  @Test
  void wrongCredentialsAreRefused() {
    for (Answer refused :
        List.of(
            login("midonet", "wrong", "service"),
            login("nobody", MIDONET, "service"),
            login("midonet", MIDONET, "nothing"),
            login("midonet", MIDONET, "demo"),
            login("", "", "service"),
            login("x".repeat(4000), MIDONET, "service"))) {
      assertThat(refused.status()).as("%s %s", refused, KEYSTONE.log()).isEqualTo(401);
      assertThat(refused.header("WWW-Authenticate")).startsWith("Basic");
    }
  }

  @Test
  void tokensIssuedByKeystoneAreAccepted() throws Exception {
    assertThat(with(tokenOf("midonet", MIDONET, project("service")), "/routers").status())
        .isEqualTo(200);
    serve(byPassword());
    assertThat(with(tokenOf("midonet", MIDONET, project("service")), "/routers").status())
        .isEqualTo(200);
  }

  @Test
  void onlyAdminsOfAProjectAreAccepted() throws Exception {
    String member = login("tenant", TENANT, "demo").json().get("key").asText();
    assertThat(with(member, "/").status()).isEqualTo(403);
    assertThat(with(tokenOf("tenant", TENANT, project("demo")), "/").status()).isEqualTo(403);
    assertThat(with(tokenOf("midonet", MIDONET, ""), "/").status()).isEqualTo(403);
    assertThat(
            with(tokenOf("admin", KEYSTONE.adminPassword(), "{\"system\": {\"all\": true}}"), "/")
                .status())
        .isEqualTo(403);
  }

  @Test
  void invalidTokensAreRefused() {
    for (String token :
        List.of("00000000", "gAAAAAB", KEYSTONE.adminToken(), "x".repeat(7000), "%00", "'")) {
      assertThat(with(token, "/").status()).as(token).isEqualTo(401);
    }
  }

  @Test
  void roleNamesAreConfigurable() {
    close();
    nsdb = ZkNsdb.connect(ZOO.fresh());
    cluster =
        Cluster.start(
            nsdb,
            ClusterSettings.onLoopback()
                .withAuth(AuthSettings.keystone(new RoleNames("Member", "", ""), byToken())));
    api = new ApiClient(cluster.uri());
    String member = login("tenant", TENANT, "demo").json().get("key").asText();
    assertThat(with(member, "/").status()).isEqualTo(200);
  }

  /** A token that is used permanently expires, and the cluster renews its own token. */
  @Test
  void whatIsInUseEndsAllTheSameAndTheClustersOwnLoginIsRenewed() throws Exception {
    try (Nsdb other = ZkNsdb.connect(ZOO.fresh());
        Cluster loggedIn = Cluster.start(other, settings(byPassword()))) {
      String first = tokenOf("midonet", MIDONET, project("service"));
      assertThat(at(loggedIn, first, "/").status()).isEqualTo(200);

      String token = login("midonet", MIDONET, "service").json().get("key").asText();
      Instant end = Instant.now().plus(TOKEN_LIFE);
      assertThat(with(token, "/").status()).isEqualTo(200);
      await()
          .atMost(TOKEN_LIFE.plusSeconds(5))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> with(token, "/").status() == 401);
      assertThat(Instant.now()).isBetween(end.minusSeconds(3), end.plusSeconds(3));

      await().atMost(Duration.ofSeconds(5)).until(() -> Instant.now().isAfter(end));
      assertThat(at(loggedIn, first, "/").status()).isEqualTo(401);
      String second = tokenOf("midonet", MIDONET, project("service"));
      assertThat(at(loggedIn, second, "/").status()).isEqualTo(200);
    }
  }

  @Test
  void noTokenIsAcceptedWhileKeystoneIsUnavailable() throws Exception {
    serve(byToken().withPatience(Duration.ofSeconds(1)));
    String token = tokenOf("midonet", MIDONET, project("service"));
    KEYSTONE.freeze();
    try {
      for (Answer answer : List.of(with(token, "/"), login("midonet", MIDONET, "service"))) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotNull();
      }
    } finally {
      KEYSTONE.thaw();
    }
    serve(byToken());
    String afterwards = tokenOf("midonet", MIDONET, project("service"));
    assertThat(with(afterwards, "/").status()).isEqualTo(200);
  }

  @Test
  void tenantsAreKeystonesProjectsInTheApi() {
    for (KeystoneSettings settings : List.of(byToken(), byPassword())) {
      serve(settings);
      String key = login("midonet", MIDONET, "service").json().get("key").asText();
      JsonNode tenants = with(key, "/tenants").json();
      assertThat(tenants)
          .extracting(tenant -> tenant.get("name").asText())
          .containsExactlyInAnyOrder("admin", "service", "demo");
      JsonNode service = with(key, "/tenants/" + serviceProject).json();
      assertThat(service.get("name").asText()).isEqualTo("service");
      assertThat(service.get("enabled").asBoolean()).isTrue();
      assertThat(with(key, "/tenants/default").status()).isEqualTo(404);
      assertThat(with(key, "/tenants/" + UUID.randomUUID()).status()).isEqualTo(404);
    }
  }

  @Test
  void noProcessHasASecretInItsArguments() throws Exception {
    assertThat(KEYSTONE.commandLines())
        .contains("uwsgi")
        .doesNotContain(KEYSTONE.adminPassword(), KEYSTONE.adminToken());
    assertThat(KEYSTONE.log()).doesNotContain(KEYSTONE.adminPassword(), KEYSTONE.adminToken());
  }
}
