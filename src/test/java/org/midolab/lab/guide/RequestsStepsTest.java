package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.after;
import static org.midolab.lab.guide.StepCheck.then;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.Requests;
import org.midolab.lab.guide.steps.Topology;

/** Steps about answers of the API: status, headers and body. */
class RequestsStepsTest {

  private static final String ROOT =
      "{\"bridges\": \"<api>/bridges\", \"login\": \"<api>/login\", \"one\":"
          + " \"<api>/bridges/{id}\"}";
  private static final String BRIDGES =
      "[{\"name\": \"ext-net\", \"uri\": \"<api>/bridges/b1\"},"
          + " {\"name\": \"two\", \"uri\": \"<api>/bridges/b2\"}]";
  private static final String MADE = "201\nLocation: <api>/bridges/b3\n\n";
  private static final String REFUSED = "409\n\n{\"message\": \"is bound\", \"code\": 409}";

  private static Requests requests(Bench bench) {
    return new Requests(
        bench.operator(), bench.observer(), bench.glossary(), new Topology(bench.nodes()));
  }

  @Test
  void status() throws Exception {
    then(b -> {
          var requests = requests(b);
          requests.sends("GET /bridges/b1");
          requests.status(200);
        })
        .passesWith("GET /bridges/b1", "{}")
        .failsWith("GET /bridges/b1", null)
        .failsWith("GET /bridges/b1", "204\n\n")
        .failsWith("GET /bridges/b1", "500\n\n{}")
        .check();
  }

  @Test
  void statusWith() throws Exception {
    then(b -> {
          var requests = requests(b);
          requests.sends("DELETE /ports/p1");
          requests.statusWith(
              409, Map.of("message", "… bound", "Content-Type", "application/json"));
        })
        .passesWith("DELETE /ports/p1", REFUSED)
        .failsWith("DELETE /ports/p1", REFUSED.replace("409\n", "400\n"))
        .failsWith("DELETE /ports/p1", REFUSED.replace("is bound", "is bound twice"))
        .failsWith("DELETE /ports/p1", REFUSED.replace("\n\n", "\nContent-Type: text/html\n\n"))
        .failsWith("DELETE /ports/p1", "409\n\n")
        .check();
  }

  @Test
  void answers() throws Exception {
    var table =
        StepCheck.table(
            List.of(
                List.of("request", "with", "answer"),
                List.of("GET /bridges/b1", "Accept: application/json", "200 application/json"),
                List.of("GET /bridges/b9", "Accept: application/json", "404 …: no …")));

    then(b -> requests(b).answers(table))
        .passesWith("GET /bridges/b1", "{}")
        .passesWith("GET /bridges/b9", "404\n\n{\"message\": \"no bridge\"}")
        .failsWith("GET /bridges/b1", "200\nContent-Type: text/plain\n\n{}")
        .failsWith("GET /bridges/b1", null)
        .failsWith("GET /bridges/b9", "{}")
        .failsWith("GET /bridges/b9", "404\n\n{\"message\": \"a fault\"}")
        .check();
  }

  @Test
  void findsByLinks() throws Exception {
    then(b -> requests(b).findsByLinks(Map.of("bridges", "ext-net, two")))
        .passesWith("GET /", ROOT)
        .passesWith("GET /bridges", BRIDGES)
        .passesWith("GET /bridges/b1", "{\"name\": \"ext-net\"}")
        .passesWith("GET /bridges/b2", "{\"name\": \"two\"}")
        .failsWith("GET /bridges/b2", "{\"name\": \"three\"}")
        .failsWith("GET /bridges/b2", null)
        .failsWith("GET /bridges", BRIDGES.replace("b2", "b1"))
        .failsWith("GET /", ROOT.replace("/bridges\"", "/bridge\""))
        .failsWith("GET /", "{}")
        .check();
  }

  @Test
  void findsTheSame() throws Exception {
    after(
            b -> {
              var requests = requests(b);
              requests.remembers();
              requests.sends("POST /bridges\n\n{\"name\": \"three\"}");
              requests.sends("DELETE /bridges/b3");
              return requests;
            },
            (b, requests) -> requests.findsTheSame())
        .passesWith("GET /", ROOT)
        .passesWith("GET /bridges", BRIDGES)
        .passesWith("GET /bridges/b1", "{\"name\": \"ext-net\"}")
        .passesWith("GET /bridges/b2", "{\"name\": \"two\"}")
        .passesWith("POST /bridges", MADE)
        .passesWith("DELETE /bridges/b3", "204\n\n")
        .failsWith("GET /bridges", BRIDGES.replace("b2", "b3"))
        .failsWith("GET /bridges", "[]")
        .failsWith("GET /bridges", BRIDGES.replace("]", ", \"<api>/bridges/b3\"]"))
        .failsWith("GET /bridges/b2", null)
        .check();
  }

  @Test
  void unenforced() throws Exception {
    var stored = "[{\"type\": \"Pool\", \"id\": \"b3\", \"parts\": [\"health monitor\"]}]";

    then(b -> {
          var glossary = b.glossary();
          var requests =
              new Requests(b.operator(), b.observer(), glossary, new Topology(b.nodes()));
          glossary.nameAlias("it", "b3");
          requests.sends("POST /bridges");
          requests.unenforced("it", "health monitor");
        })
        .passesWith("POST /bridges", MADE)
        .passesWith("GET /unenforced", stored)
        .failsWith("GET /unenforced", stored.replace("b3", "b4"))
        .failsWith("GET /unenforced", stored.replace("health monitor", "session"))
        .failsWith("GET /unenforced", stored.replace("monitor\"", "monitor\", \"session\""))
        .failsWith("GET /unenforced", "[]")
        .failsWith("GET /unenforced", null)
        .check();
  }
}
