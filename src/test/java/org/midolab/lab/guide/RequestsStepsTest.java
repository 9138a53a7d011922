package org.midolab.lab.guide;

import static org.midolab.lab.guide.Judged.after;
import static org.midolab.lab.guide.Judged.then;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.Judged.Bench;
import org.midolab.lab.guide.steps.Requests;
import org.midolab.lab.guide.steps.Topology;

/** Answers of the API, status, headers and body. */
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
        .holdsBy("GET /bridges/b1", "{}")
        .isRedBy("GET /bridges/b1", null)
        .isRedBy("GET /bridges/b1", "204\n\n")
        .isRedBy("GET /bridges/b1", "500\n\n{}")
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
        .holdsBy("DELETE /ports/p1", REFUSED)
        .isRedBy("DELETE /ports/p1", REFUSED.replace("409\n", "400\n"))
        .isRedBy("DELETE /ports/p1", REFUSED.replace("is bound", "is bound twice"))
        .isRedBy("DELETE /ports/p1", REFUSED.replace("\n\n", "\nContent-Type: text/html\n\n"))
        .isRedBy("DELETE /ports/p1", "409\n\n")
        .check();
  }

  @Test
  void answers() throws Exception {
    var table =
        Judged.table(
            List.of(
                List.of("request", "with", "answer"),
                List.of("GET /bridges/b1", "Accept: application/json", "200 application/json"),
                List.of("GET /bridges/b9", "Accept: application/json", "404 …: no …")));

    then(b -> requests(b).answers(table))
        .holdsBy("GET /bridges/b1", "{}")
        .holdsBy("GET /bridges/b9", "404\n\n{\"message\": \"no bridge\"}")
        .isRedBy("GET /bridges/b1", "200\nContent-Type: text/plain\n\n{}")
        .isRedBy("GET /bridges/b1", null)
        .isRedBy("GET /bridges/b9", "{}")
        .isRedBy("GET /bridges/b9", "404\n\n{\"message\": \"a fault\"}")
        .check();
  }

  @Test
  void findsByLinks() throws Exception {
    then(b -> requests(b).findsByLinks(Map.of("bridges", "ext-net, two")))
        .holdsBy("GET /", ROOT)
        .holdsBy("GET /bridges", BRIDGES)
        .holdsBy("GET /bridges/b1", "{\"name\": \"ext-net\"}")
        .holdsBy("GET /bridges/b2", "{\"name\": \"two\"}")
        .isRedBy("GET /bridges/b2", "{\"name\": \"three\"}")
        .isRedBy("GET /bridges/b2", null)
        .isRedBy("GET /bridges", BRIDGES.replace("b2", "b1"))
        .isRedBy("GET /", ROOT.replace("/bridges\"", "/bridge\""))
        .isRedBy("GET /", "{}")
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
        .holdsBy("GET /", ROOT)
        .holdsBy("GET /bridges", BRIDGES)
        .holdsBy("GET /bridges/b1", "{\"name\": \"ext-net\"}")
        .holdsBy("GET /bridges/b2", "{\"name\": \"two\"}")
        .holdsBy("POST /bridges", MADE)
        .holdsBy("DELETE /bridges/b3", "204\n\n")
        .isRedBy("GET /bridges", BRIDGES.replace("b2", "b3"))
        .isRedBy("GET /bridges", "[]")
        .isRedBy("GET /bridges", BRIDGES.replace("]", ", \"<api>/bridges/b3\"]"))
        .isRedBy("GET /bridges/b2", null)
        .check();
  }

  @Test
  void unenforced() throws Exception {
    var stored = "[{\"type\": \"Pool\", \"id\": \"b3\", \"parts\": [\"health monitor\"]}]";

    then(b -> {
          var glossary = b.glossary();
          var requests =
              new Requests(b.operator(), b.observer(), glossary, new Topology(b.nodes()));
          glossary.call("it", "b3");
          requests.sends("POST /bridges");
          requests.unenforced("it", "health monitor");
        })
        .holdsBy("POST /bridges", MADE)
        .holdsBy("GET /unenforced", stored)
        .isRedBy("GET /unenforced", stored.replace("b3", "b4"))
        .isRedBy("GET /unenforced", stored.replace("health monitor", "session"))
        .isRedBy("GET /unenforced", stored.replace("monitor\"", "monitor\", \"session\""))
        .isRedBy("GET /unenforced", "[]")
        .isRedBy("GET /unenforced", null)
        .check();
  }
}
