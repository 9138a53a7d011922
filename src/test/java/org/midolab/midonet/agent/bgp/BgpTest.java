package org.midolab.midonet.agent.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.flow.LocalPorts;
import org.midolab.midonet.datapath.memory.InMemoryDatapath;
import org.midolab.midonet.model.BgpNetwork;
import org.midolab.midonet.model.BgpPeer;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.RouterBuilder;
import org.midolab.midonet.model.Topology;
import org.slf4j.LoggerFactory;

/** What the speaker of an uplink shall do, by what its host reaches. */
class BgpTest {

  private static final UUID HOST = UUID.randomUUID();

  private final LocalPorts local = new LocalPorts();
  private final Bgp bgp =
      new Bgp(
          HOST,
          new InMemoryDatapath(),
          local,
          null, // no speaker is started
          new Bgp.Settings(60, 180, 120, 200, Duration.ofSeconds(5)));
  private final Router router =
      RouterBuilder.builder().id(UUID.randomUUID()).adminStateUp(true).asNumber(64512).build();
  private final Port uplink =
      PortBuilder.builder()
          .id(UUID.randomUUID())
          .routerId(router.id())
          .adminStateUp(true)
          .portAddress(Ip4.parse("198.51.100.2"))
          .portSubnet(Prefix.parse("198.51.100.0/30"))
          .portMac(Mac.parse("ac:ca:ba:00:00:02"))
          .hostId(HOST)
          .interfaceName("eth1")
          .build();
  private final Topology topology =
      Topology.of(
          router,
          uplink,
          new BgpPeer(
              UUID.randomUUID(),
              router.id(),
              64513,
              Ip4.parse("198.51.100.1"),
              null,
              null,
              null,
              null),
          new BgpNetwork(UUID.randomUUID(), router.id(), Prefix.parse("192.0.2.0/24")));

  private BgpSpeaker.Wanted wanted(boolean withinHold, boolean delivers) {
    local.bind(uplink.id(), "eth1", 1, true);
    return bgp.wanted(topology, withinHold, delivers).get(uplink.id());
  }

  @Test
  void aHostThatReachesOthersAnnouncesItsNetworks() {
    BgpSpeaker.Wanted wanted = wanted(true, true);
    assertThat(wanted.connected()).isTrue();
    assertThat(wanted.delivers()).isTrue();
    assertThat(wanted.settings().networks()).containsExactly(Prefix.parse("192.0.2.0/24"));
  }

  @Test
  void aHostThatIsCutOffKeepsItsSessionsAndAnnouncesNothing() {
    BgpSpeaker.Wanted wanted = wanted(true, false);
    assertThat(wanted.connected()).isTrue();
    assertThat(wanted.delivers()).isFalse();
    assertThat(wanted.settings().networks()).isEmpty();
    assertThat(wanted.settings().neighbors()).hasSize(1);
  }

  @Test
  void aHostWithoutZooKeeperEndsItsSessions() {
    assertThat(wanted(false, true).connected()).isFalse();
  }

  @Test
  void eachReasonIsLoggedOnce() {
    var log = (Logger) LoggerFactory.getLogger(Limits.class);
    var seen = new ListAppender<ILoggingEvent>();
    seen.start();
    log.addAppender(seen);
    log.setLevel(Level.INFO);
    log.setAdditive(false);
    try {
      Limits limits = new Limits();
      limits.report(true, true);
      for (int i = 0; i < 3; i++) {
        limits.report(true, false);
      }
      for (int i = 0; i < 3; i++) {
        limits.report(false, true);
      }
    } finally {
      log.detachAppender(seen);
      log.setLevel(null);
      log.setAdditive(true);
    }
    assertThat(seen.list.stream().filter(event -> event.getLevel() == Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactly(
            cut -> assertThat(cut).contains("withdrawn", "underlay"),
            away -> assertThat(away).contains("sessions end", "ZooKeeper"));
  }
}
