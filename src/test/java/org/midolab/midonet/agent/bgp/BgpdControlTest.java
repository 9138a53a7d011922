package org.midolab.midonet.agent.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.nsdb.StateStore;

/** Tests what a port's bgp-status says, and when bgpd is configured again, with a fake bgpd. */
class BgpdControlTest {

  @TempDir private Path directory;

  private final List<String> statuses = new ArrayList<>();
  private FakeBgpd bgpd;
  private BgpdControl control;
  private long now;

  @BeforeEach
  void start() throws IOException {
    Path socket = directory.resolve("bgpd.vty");
    bgpd = new FakeBgpd(socket);
    StateStore state =
        (StateStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {StateStore.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("publishBgpStatus");
                  statuses.add((String) arguments[2]);
                  return null;
                });
    control =
        new BgpdControl(
            UUID.randomUUID(), UUID.randomUUID(), new Frr("bgp-test", socket), state, () -> now);
  }

  @AfterEach
  void stop() throws IOException {
    bgpd.close();
  }

  private static BgpSettings withPassword(String password) {
    Ip4 peer = Ip4.parse("198.51.100.1");
    return new BgpSettings(
        64512,
        Ip4.parse("198.51.100.2"),
        List.of(new BgpSettings.Neighbor(peer, 64513, 60, 180, 120, password)),
        List.of());
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void refusedCommandsAreInTheStatusWithoutTheSecret() throws IOException {
    control.keep(withPassword("bad"));
    assertThat(statuses)
        .containsExactly(
            "Configuration refused by bgpd: 'neighbor 198.51.100.1 password …' refused:"
                + " % Unknown command\n"
                + FakeBgpd.NEIGHBORS);
  }

  @Test
  void aRefusedConfigurationIsTriedAgainAfterPausesThatGrow() throws IOException {
    for (int times = 0; times < 5; times++) {
      control.keep(withPassword("bad"));
    }
    assertThat(bgpd.attempts()).isEqualTo(1);
    pass(Refusals.FIRST);
    control.keep(withPassword("bad"));
    assertThat(bgpd.attempts()).isEqualTo(2);
    pass(Refusals.FIRST);
    control.keep(withPassword("bad"));
    assertThat(bgpd.attempts()).isEqualTo(2);
    pass(Refusals.FIRST);
    control.keep(withPassword("bad"));
    assertThat(bgpd.attempts()).isEqualTo(3);
  }

  @Test
  void aCorrectedConfigurationIsTriedAndPublishedAtOnce() throws IOException {
    control.keep(withPassword("bad"));
    control.keep(withPassword("good"));
    assertThat(bgpd.attempts()).isEqualTo(2);
    assertThat(statuses).hasSize(2).last().isEqualTo(FakeBgpd.NEIGHBORS);
  }

  /** Its counters always change, so an unchanged session is published rarely. */
  @Test
  void anUnchangedSessionIsPublishedAgainLater() throws IOException {
    for (int seconds = 0; seconds <= 15; seconds += 5) {
      control.keep(withPassword("good"));
      pass(Duration.ofSeconds(5));
    }
    assertThat(statuses).hasSize(1);
    control.keep(withPassword("good"));
    assertThat(statuses).hasSize(2);
  }
}
