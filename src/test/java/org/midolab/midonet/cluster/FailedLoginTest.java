package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.auth.AuthSettings;
import org.slf4j.LoggerFactory;

class FailedLoginTest {

  private static final String LOGIN = "org.midolab.midonet.cluster.resource.root.LoginResource";

  @RegisterExtension
  static final ClusterUnderTest CLUSTER =
      new ClusterUnderTest(
          settings -> {
            AuthSettings mock = settings.auth();
            return settings.withAuth(
                new AuthSettings(mock.provider(), mock.roles(), mock.keystone(), "right"));
          });

  @Test
  void aRefusedLoginIsLoggedWithUserAndAddressButWithoutThePassword() {
    var log = (Logger) LoggerFactory.getLogger(LOGIN);
    var seen = new ListAppender<ILoggingEvent>();
    seen.start();
    log.addAppender(seen);
    log.setLevel(Level.INFO);
    log.setAdditive(false);
    try {
      byte[] credentials = "mal\nlory:wrong".getBytes(StandardCharsets.UTF_8);
      var request =
          CLUSTER
              .client()
              .to("/login")
              .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
      assertThat(CLUSTER.client().send(request.GET()).status()).isEqualTo(401);
      assertThat(seen.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly("the login of user 'mallory' from 127.0.0.1 was refused");
    } finally {
      log.setAdditive(true);
      log.setLevel(null);
      log.detachAppender(seen);
    }
  }
}
