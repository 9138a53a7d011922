package org.midolab.lab.guide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.midolab.lab.probe.Api;
import org.midolab.lab.probe.PortBindings;
import org.midolab.lab.probe.PortBindings.PortBinding;

/** The bindings of ports, as the API lists them. */
class PortBindingsTest {

  /** The second port is deleted after the host's bindings were listed. */
  @Test
  void aPortThatIsGoneIsLeftOut() throws Exception {
    var answers = new FakeAnswers();
    answers.put("GET /hosts", "[{\"id\": \"h1\", \"name\": \"compute1\"}]");
    answers.put(
        "GET /hosts/h1/ports",
        "[{\"portId\": \"p1\", \"interfaceName\": \"tapvm1\"},"
            + " {\"portId\": \"p2\", \"interfaceName\": \"tapvm2\"}]");
    answers.put("GET /ports/p1", "{\"active\": true}");

    try (var servers = new FakeServers(answers)) {
      var controller = new FakeLab(servers.addresses(), answers).node("controller");
      var api = Api.on(controller, "admin", "secret-of-ADMIN_PASS", "admin");

      assertThat(PortBindings.in(api).look())
          .containsExactly(new PortBinding("compute1", "tapvm1", true));
    }
  }
}
