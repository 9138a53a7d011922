package org.midolab.lab.guide.observation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.observation.PathDiagnosis.Link;

/** The reason that is given for a packet that does not arrive. */
class PathDiagnosisTest {

  private static final List<String> COMPUTES = List.of("compute1");
  private static final List<JsonNode> HOSTS =
      List.of(object("id", "h1", "name", "compute1"), object("id", "h2", "name", "gateway1"));

  private static JsonNode object(String... pairs) {
    var object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < pairs.length; i += 2) {
      object.put(pairs[i], pairs[i + 1]);
    }
    return object;
  }

  @Test
  void doesNotSayThatThePathIsWholeIfNoBrokenLinkWasFound() {
    var links = List.of(new Link("host alive", () -> ""), new Link("port active", () -> ""));
    assertThat(PathDiagnosis.firstBrokenLink(links))
        .isEqualTo(
            "no broken link was found, so the cause is none of these: host alive, port active");
  }

  @Test
  void namesTheFirstBrokenLink() {
    var links =
        List.of(
            new Link("host alive", () -> ""),
            new Link("port bound", () -> "none"),
            new Link("port active", () -> "none"));
    assertThat(PathDiagnosis.firstBrokenLink(links))
        .isEqualTo("first broken link: port bound (none); holding: host alive");
  }

  /** As when the tenant's network was deleted: the ports of its instances are gone. */
  @Test
  void portsOnGatewaysAreNotThoseOfInstances() {
    var uplink = List.of(object("id", "p1", "hostId", "h2"));
    assertThat(PathDiagnosis.noPortBound(COMPUTES, HOSTS, uplink))
        .isEqualTo("no port is bound on compute1");
    var instance = List.of(object("id", "p2", "hostId", "h1"));
    assertThat(PathDiagnosis.noPortBound(COMPUTES, HOSTS, instance)).isEmpty();
    assertThat(PathDiagnosis.noPortBound(List.of(), HOSTS, uplink)).isEmpty();
  }
}
