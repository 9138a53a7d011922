package org.midolab.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.lab.probe.BgpSpeaker.Neighbour;
import org.midolab.lab.probe.BgpSpeaker.Path;
import org.midolab.lab.probe.BgpSpeaker.Session;

/**
 * What BIRD 2.0.12 printed on a peer of the lab {@code uplink-bird}. Since then its configuration
 * has the date in the times of protocols, which was added to the file.
 */
class BirdReaderTest {

  private static final BirdReader BIRD = new BirdReader();

  private static String printed(String file) throws IOException {
    try (var text = BirdReaderTest.class.getResourceAsStream(file)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void readsASession() throws IOException {
    var session = BIRD.session("198.51.100.2", printed("bird-protocols.txt"));

    assertThat(session)
        .isEqualTo(new Session("Established", 64512, 5, 1, true, session.establishment()));
    assertThat(session.establishment()).isEqualTo("2026-11-28 14:49:13.063");
  }

  @Test
  void aSessionWithoutAPasswordIsNotAuthenticated() throws IOException {
    var open = printed("bird-protocols.txt").replaceFirst("(?m)^password\n", "");

    assertThat(BIRD.session("198.51.100.2", open).authenticated()).isFalse();
    assertThat(BIRD.session("198.51.100.130", open).authenticated()).isTrue();
  }

  @Test
  void aSessionThatIsNotUpHasNoTimers() {
    var session =
        BIRD.session(
            "198.51.100.2",
            """
            n198_51_100_2 BGP        ---        start  2026-11-28 14:45:15.250  Connect
              BGP state:          Connect
                Neighbor address: 198.51.100.2
                Neighbor AS:      64512
            """);

    assertThat(session)
        .isEqualTo(new Session("Connect", 64512, 0, 0, false, "2026-11-28 14:45:15.250"));
    assertThat(session.isEstablished()).isFalse();
  }

  @Test
  void refusesAnAnswerWithoutTheNeighbour() throws IOException {
    var printed = printed("bird-protocols.txt");

    assertThatThrownBy(() -> BIRD.session("198.51.100.3", printed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no neighbour 198.51.100.3 is configured");
  }

  @Test
  void readsAllSessions() throws IOException {
    assertThat(BIRD.neighbours(printed("bird-protocols.txt")))
        .containsExactly(
            new Neighbour("198.51.100.2", 64512, "Established", 1),
            new Neighbour("198.51.100.130", 64515, "Established", 1));
  }

  @Test
  void readsRoutesWithAllPaths() throws IOException {
    var routes = BIRD.routes(printed("bird-routes.txt"));

    assertThat(routes).containsOnlyKeys("192.0.2.0/24", "198.51.100.254/32");
    assertThat(routes.get("192.0.2.0/24"))
        .containsExactly(new Path("64512", List.of("198.51.100.2")));
    var second =
        BIRD.routes(
            printed("bird-routes.txt")
                + """
                                     unicast [n2 14:49:14.160] (100) [AS64515i]
                \tBGP.as_path: 64599 64515
                \tBGP.next_hop: 203.0.113.1
                """);
    assertThat(second.get("198.51.100.254/32"))
        .containsExactly(
            new Path("64515", List.of("198.51.100.130")),
            new Path("64599 64515", List.of("203.0.113.1")));
  }
}
