package org.midolab.midonet.cluster.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.cluster.auth.FakeKeystone.Answer;
import org.midolab.midonet.cluster.auth.FakeKeystone.Asked;
import org.midolab.midonet.cluster.auth.Identity.Role;

/** Tests the requests to Keystone and the interpretation of its answers. */
class KeystoneAuthProviderTest {

  private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofHours(1));
  private static final RoleNames ROLES = new RoleNames("admin", "boss", "member");
  private static final String ADMIN_TOKEN = "S3CRET-TOKEN";
  private static final String PASSWORD = "S3CRET-PASSWORD";

  private final SetClock clock = new SetClock(NOW);
  private final FakeKeystone keystone = new FakeKeystone(this::answer);
  private final KeystoneSettings byToken =
      new KeystoneSettings(
          keystone.endpoint(), ADMIN_TOKEN, "", "", "admin", "", "default", Duration.ofSeconds(5));
  private final KeystoneSettings byPassword =
      byToken.withUserName("midonet").withUserPassword(PASSWORD).withAdminToken("");
  private AuthProvider auth = new KeystoneAuthProvider(byToken, ROLES, clock);
  private int logins;

  @AfterEach
  void close() {
    auth.close();
    keystone.close();
  }

  private void use(KeystoneSettings settings) {
    auth.close();
    auth = new KeystoneAuthProvider(settings, ROLES, clock);
  }

  /** Accepts the tokens t-ROLE-ROLE…, and issues own-1, own-2, … for the correct password. */
  private Answer answer(Asked asked) {
    if (asked.method().equals("POST")) {
      String password = asked.json().at("/auth/identity/password/user/password").asText();
      if (!password.equals(PASSWORD)) {
        return Answer.of(401, "{'error': {'code': 401}}");
      }
      logins++;
      return Answer.of(201, FakeKeystone.token("midonet", "p1", "admin", LATER))
          .with("X-Subject-Token", "own-" + logins);
    }
    String mine = asked.header("X-auth-token");
    if (!mine.equals(ADMIN_TOKEN) && !mine.equals("own-" + logins)) {
      return Answer.of(401, "{}");
    }
    if (asked.path().startsWith("/v3/projects")) {
      return projects(asked.path());
    }
    String subject = asked.header("X-subject-token");
    return subject.startsWith("t-")
        ? Answer.of(
            200,
            FakeKeystone.token("somebody", "p1", subject.substring(2).replace('-', ' '), LATER))
        : Answer.of(404, "{'error': {'code': 404}}");
  }

  private static Answer projects(String path) {
    String one =
        "{'id': 'p1', 'name': 'one', 'description': 'The first', 'enabled': true, 'is_domain': false}";
    return switch (path) {
      case "/v3/projects" ->
          Answer.of(
              200, "{'projects': [" + one + ", {'id': 'p2', 'name': 'two', 'enabled': false}]}");
      case "/v3/projects/p1" -> Answer.of(200, "{'project': " + one + "}");
      case "/v3/projects/default" ->
          Answer.of(200, "{'project': {'id': 'default', 'is_domain': true}}");
      default -> Answer.of(404, "{}");
    };
  }

  private Asked last() {
    return keystone.asked().getLast();
  }

  @Test
  void aLoginIsV3PasswordForAProject() throws Exception {
    Optional<Token> token = auth.login("neutron", PASSWORD, "service");
    assertThat(token).contains(new Token("own-1", LATER));
    assertThat(last().path()).isEqualTo("/v3/auth/tokens?nocatalog");
    assertThat(last().header("X-auth-token")).isNull();
    assertThat(last().json())
        .isEqualTo(
            FakeKeystone.JSON.readTree(
                """
                {"auth": {
                  "identity": {
                    "methods": ["password"],
                    "password": {"user": {
                      "name": "neutron", "password": "S3CRET-PASSWORD", "domain": {"id": "default"}}}},
                  "scope": {"project": {"name": "service", "domain": {"id": "default"}}}}}
                """));
  }

  @Test
  void aDomainNameOverridesItsId() {
    use(byToken.withDomainName("Corp"));
    auth.login("neutron", PASSWORD, "service");
    assertThat(last().json().at("/auth/identity/password/user/domain").toString())
        .isEqualTo("{\"name\":\"Corp\"}");
    assertThat(last().json().at("/auth/scope/project/domain").toString())
        .isEqualTo("{\"name\":\"Corp\"}");
  }

  @Test
  void aLoginWithoutAProjectUsesTheClustersProject() {
    auth.login("neutron", PASSWORD, null);
    assertThat(last().json().at("/auth/scope/project/name").asText()).isEqualTo("admin");
    use(byToken.withProject(""));
    assertThat(auth.login("neutron", PASSWORD, " ")).isEmpty();
    assertThat(keystone.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404})
  void aRefusedLoginReturnsNoToken(int status) {
    keystone.answer(asked -> Answer.of(status, "{}"));
    assertThat(auth.login("neutron", "wrong", "service")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "t-admin,            ADMIN",
    "t-ADMIN,            ADMIN",
    "t-reader-admin,     ADMIN",
    "t-boss-member,      TENANT_ADMIN TENANT_USER",
    "t-administrator,    ''",
  })
  void rolesAreMapped(String token, String roles) {
    Set<Role> expected =
        roles.isEmpty()
            ? Set.of()
            : Set.copyOf(List.of(roles.split(" ")).stream().map(Role::valueOf).toList());
    assertThat(auth.identify(token)).contains(new Identity("somebody", "p1", expected));
    assertThat(last().header("X-auth-token")).isEqualTo(ADMIN_TOKEN);
    assertThat(last().header("X-subject-token")).isEqualTo(token);
  }

  @Test
  void anEmptyRoleNameMeansNoRole() {
    assertThat(new RoleNames("admin", " ", "").of(List.of("", " "))).isEmpty();
  }

  @Test
  void rolesApplyOnlyInAProject() {
    keystone.answer(asked -> Answer.of(200, FakeKeystone.token("somebody", null, "admin", LATER)));
    assertThat(auth.identify("t-admin")).get().matches(identity -> !identity.isAdmin());
  }

  @Test
  void anUnknownTokenHasNoIdentity() {
    assertThat(auth.identify("gone")).isEmpty();
    assertThat(auth.identify(ADMIN_TOKEN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "line\nbreak", "caf\u00e9", "\u0000"})
  void invalidHeaderValuesAreNotLookedUp(String token) {
    assertThat(auth.identify(token)).isEmpty();
    assertThat(auth.identify("x".repeat(9000))).isEmpty();
    assertThat(auth.login("a\u0000b", PASSWORD, "admin")).isEmpty();
    assertThat(auth.login("", PASSWORD, "admin")).isEmpty();
    assertThat(auth.tenant("../users")).isEmpty();
    assertThat(keystone.asked()).isEmpty();
  }

  @Test
  void aRefusedTokenIsLookedUpOnce() {
    for (int times = 0; times < 100; times++) {
      assertThat(auth.identify("gone")).isEmpty();
    }
    assertThat(keystone.asked()).hasSize(1);
    clock.pass(TokenCache.REFUSED);
    assertThat(auth.identify("gone")).isEmpty();
    assertThat(keystone.asked()).hasSize(2);
  }

  @Test
  void concurrentRequestsWithOneTokenCauseOneLookUp() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    keystone.answer(
        asked -> {
          await(answered);
          return Answer.of(404, "{}");
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Identity>>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(threads.submit(() -> auth.identify("gone")));
      }
      answered.countDown();
      for (Future<Optional<Identity>> answer : answers) {
        assertThat(answer.get()).isEmpty();
      }
    }
    assertThat(keystone.asked()).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void manyInvalidTokensAreLimitedAndDoNotAffectAValidOne() {
    assertThat(auth.identify("t-admin")).isPresent();
    clock.pass(TokenCache.BELIEVED); // has to be looked up again during the flood
    int refused = 0;
    for (int i = 0; i < TokenCache.CAPACITY + 1000; i++) {
      try {
        assertThat(auth.identify("wrong-" + i)).isEmpty();
      } catch (AuthUnavailableException e) {
        refused++;
      }
    }
    assertThat(refused).isEqualTo(TokenCache.CAPACITY + 1000 - LookUps.BURST);
    assertThat(keystone.asked()).hasSize(1 + LookUps.BURST);
    assertThat(auth.identify("t-admin")).isPresent();
    clock.pass(Duration.ofSeconds(1));
    for (int i = 0; i < LookUps.PER_SECOND; i++) {
      assertThat(auth.identify("later-" + i)).isEmpty();
    }
    assertThatThrownBy(() -> auth.identify("later"))
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageContaining("more than 50 unknown tokens a second");
  }

  @Test
  void refusedTokensAreEvictedOldestFirstAndEvictNoValidOne() {
    TokenCache cache = new TokenCache(clock);
    cache.put("right", new Identity("u", "p", Set.of()), LATER);
    for (int i = 0; i <= TokenCache.CAPACITY; i++) {
      cache.refuse("wrong-" + i);
    }
    assertThat(cache.size()).isEqualTo(TokenCache.CAPACITY + 1);
    assertThat(cache.isRefused("wrong-0")).isFalse();
    assertThat(cache.isRefused("wrong-1")).isTrue();
    assertThat(cache.find("right")).isPresent();
  }

  @Test
  void aTokenIsCachedForAMinute() {
    auth.identify("t-admin");
    clock.pass(Duration.ofSeconds(59));
    assertThat(auth.identify("t-admin")).isPresent();
    assertThat(keystone.asked()).hasSize(1);
    keystone.answer(asked -> Answer.of(404, "{}"));
    clock.pass(Duration.ofSeconds(1));
    assertThat(auth.identify("t-admin")).isEmpty();
  }

  @Test
  void aTokenIsNotCachedBeyondItsExpiry() {
    keystone.answer(
        asked ->
            Answer.of(200, FakeKeystone.token("u", "p", "admin", NOW.plus(Duration.ofSeconds(7)))));
    assertThat(auth.identify("short")).isPresent();
    clock.pass(Duration.ofMillis(6_999));
    assertThat(auth.identify("short")).isPresent();
    assertThat(keystone.asked()).hasSize(1);
    clock.pass(Duration.ofMillis(1));
    assertThat(auth.identify("short")).isEmpty();
    assertThat(keystone.asked()).hasSize(2);
  }

  @Test
  void aLoginNeedsNoFurtherLookUp() {
    Token token = auth.login("neutron", PASSWORD, "service").orElseThrow();
    assertThat(auth.identify(token.key())).get().matches(Identity::isAdmin);
    assertThat(keystone.asked()).hasSize(1);
  }

  @Test
  void theCacheIsBounded() {
    TokenCache cache = new TokenCache(clock);
    Identity identity = new Identity("u", "p", Set.of(Role.ADMIN));
    for (int i = 0; i < 10_500; i++) {
      cache.put("t" + i, identity, LATER);
    }
    assertThat(cache.size()).isEqualTo(10_000);
    assertThat(cache.find("t0")).isEmpty();
    assertThat(cache.find("t10499")).isPresent();
  }

  @Test
  void withoutAnAdminTokenTheClusterLogsIn() {
    use(byPassword);
    assertThat(auth.identify("t-admin")).isPresent();
    assertThat(auth.identify("t-member")).isPresent();
    assertThat(keystone.asked().getFirst().json().at("/auth/scope/project/name").asText())
        .isEqualTo("admin");
    assertThat(keystone.asked())
        .extracting(asked -> asked.header("X-auth-token"))
        .containsExactly(null, "own-1", "own-1");
  }

  @Test
  void theClustersTokenIsRenewedBeforeExpiryAndAfterRefusal() {
    use(byPassword);
    auth.identify("t-admin");
    clock.pass(Duration.ofMinutes(48));
    auth.identify("t-admin");
    assertThat(last().header("X-auth-token")).isEqualTo("own-2");
    // The cluster's token was revoked.
    logins = 7;
    auth.identify("t-member");
    assertThat(last().header("X-auth-token")).isEqualTo("own-8");
  }

  @Test
  void tenantsAreKeystonesProjects() {
    Tenant one = new Tenant("p1", "one", "The first", true);
    assertThat(auth.tenants()).containsExactly(one, new Tenant("p2", "two", "", false));
    assertThat(auth.tenant("p1")).contains(one);
    assertThat(auth.tenant("p3")).isEmpty();
    assertThat(auth.tenant("default")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "500, {}",
    "503, {}",
    "429, {}",
    "408, {}",
    "300, {}",
    "204, ''",
    "200, <html>",
    "200, {}",
    "200, {'token': {'roles': [{'name': 'admin'}]}}",
  })
  void invalidAnswersAuthenticateNobody(int status, String body) {
    keystone.answer(asked -> Answer.of(status, body));
    assertUnavailable();
  }

  @Test
  void aRedirectionIsNotFollowed() {
    keystone.answer(
        asked -> Answer.of(302, "").with("Location", keystone.endpoint() + "/elsewhere"));
    assertUnavailable();
    assertThat(keystone.asked()).noneMatch(asked -> asked.path().contains("elsewhere"));
  }

  @Test
  void requestsToKeystoneTimeOut() {
    CountDownLatch end = new CountDownLatch(1);
    keystone.answer(
        asked -> {
          try {
            end.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Answer.of(200, "{}");
        });
    use(byToken.withPatience(Duration.ofMillis(200)));
    assertUnavailable();
    end.countDown();
  }

  @Test
  void aRefusedConnectionAuthenticatesNobody() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    use(byToken.withEndpoint(URI.create("http://127.0.0.1:" + free + "/v3")));
    assertUnavailable();
  }

  @Test
  void refusedClusterCredentialsAuthenticateNobody() {
    use(byToken.withAdminToken("S3CRET-BUT-WRONG"));
    assertThatThrownBy(() -> auth.identify("t-admin"))
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageContaining("cluster.auth.keystone.admin_token")
        .hasMessageNotContaining("S3CRET");
    use(byPassword.withUserPassword("S3CRET-BUT-WRONG"));
    assertThatThrownBy(() -> auth.identify("t-admin"))
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageContaining("cluster.auth.keystone.user_name")
        .hasMessageNotContaining("S3CRET");
  }

  private void assertUnavailable() {
    assertThatThrownBy(() -> auth.identify("t-admin"))
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageNotContaining("S3CRET");
    assertThatThrownBy(() -> auth.login("neutron", PASSWORD, "service"))
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageNotContaining("S3CRET");
    assertThatThrownBy(auth::tenants).isInstanceOf(AuthUnavailableException.class);
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(byToken + " " + byPassword + " " + AuthSettings.keystone(ROLES, byPassword))
        .doesNotContain("S3CRET")
        .contains("midonet", "admin token");
    assertThatThrownBy(() -> byToken.withAdminToken("S3CRET\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("S3CRET");
    assertThat(new Token("S3CRET", LATER).toString()).doesNotContain("S3CRET");
  }

  @ParameterizedTest
  @CsvSource({
    "http://controller:5000,         http://controller:5000/v3",
    "http://controller:5000/,        http://controller:5000/v3",
    "http://controller:35357/v2.0,   http://controller:35357/v3",
    "https://id.example/identity/v3, https://id.example/identity/v3",
  })
  void anAddressIsCompletedToV3(String url, URI endpoint) {
    assertThat(KeystoneSettings.endpoint(url)).isEqualTo(endpoint);
    assertThat(KeystoneSettings.endpoint("http", "2001:db8::1", 35357))
        .isEqualTo(URI.create("http://[2001:db8::1]:35357/v3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"controller:5000", "ftp://controller", "http://", "http://u:S3CRET@c/v3"})
  void invalidAddressesAreRefused(String url) {
    assertThatThrownBy(() -> KeystoneSettings.endpoint(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cluster.auth.keystone.url")
        .hasMessageNotContaining("S3CRET");
  }
}
