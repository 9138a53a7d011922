package org.midolab.midonet.cluster.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class MockAuthProviderTest {

  @Test
  void acceptsAllUsersAsMidonetDoes() {
    var provider = new MockAuthProvider(Clock.systemUTC(), "");

    assertThat(provider.login("anybody", "anything", "admin")).isPresent();
    assertThat(provider.description()).contains("any credentials");
  }

  @Test
  void acceptsOnlyTheConfiguredPassword() {
    var provider = new MockAuthProvider(Clock.systemUTC(), "right");

    assertThat(provider.login("admin", "right", "admin")).isPresent();
    assertThat(provider.login("admin", "wrong", "admin")).isEmpty();
    assertThat(provider.login("admin", "", "admin")).isEmpty();
    assertThat(provider.login("admin", "right ", "admin")).isEmpty();
  }
}
