package org.midolab.lab.guide;

import static org.midolab.lab.guide.Judged.then;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.Judged.Bench;
import org.midolab.lab.guide.steps.Admission;
import org.midolab.lab.guide.steps.Identity;
import org.midolab.lab.guide.steps.Networking;

/** Keystone as its API tells it, and whom the cluster lets in because of it. */
class IdentityStepsTest {

  private static final String CONTROLLER = "controller";

  private static Identity identity(Bench bench) {
    return new Identity(bench.observer(), bench.nodes());
  }

  private static Admission admission(Bench bench) {
    return new Admission(bench.observer(), bench.nodes());
  }

  @Test
  void ready() throws Exception {
    then(b -> identity(b).ready(b.nodes(CONTROLLER)))
        .holdsBy("keystone at 5000", "200")
        .isRedBy("keystone at 5000", "503")
        .isRedBy("keystone at 35357", "503")
        .check();
  }

  @Test
  void takesAdminToken() throws Exception {
    then(b -> identity(b).takesAdminToken(b.nodes(CONTROLLER)))
        .holdsBy("keystone /users", "{\"users\": []}")
        .isRedBy("keystone /users", null)
        .isRedBy(PaperKeystone.OTHER_TOKEN, "200")
        .check();
  }

  @Test
  void has() throws Exception {
    var projects = "{\"projects\": [{\"name\": \"admin\"}, {\"name\": \"demo\"}]}";

    then(b -> identity(b).has(b.nodes(CONTROLLER), Map.of("projects", "admin, demo")))
        .holdsBy("keystone /projects", projects)
        .isRedBy("keystone /projects", projects.replace("demo", "demos"))
        .isRedBy("keystone /projects", null)
        .check();
  }

  @Test
  void service() throws Exception {
    var services =
        "{\"services\": [{\"name\": \"midonet\", \"type\": \"midonet\", \"description\": \"API\","
            + " \"enabled\": true}]}";

    then(b ->
            identity(b)
                .service(
                    b.nodes(CONTROLLER),
                    Judged.table(List.of(List.of("midonet", "midonet", "API")))))
        .holdsBy("keystone /services?type=midonet", services)
        .isRedBy("keystone /services?type=midonet", services.replace("API", "other"))
        .isRedBy("keystone /services?type=midonet", services.replace("true", "false"))
        .isRedBy("keystone /services?type=midonet", "{\"services\": []}")
        .isRedBy(
            "keystone /services?type=midonet",
            services.replace("[{", "[{\"name\": \"x\", \"type\": \"midonet\"}, {"))
        .check();
  }

  @Test
  void logsIn() throws Exception {
    then(b -> identity(b).logsIn(b.nodes(CONTROLLER), "midonet", "service"))
        .holdsBy(PaperKeystone.LOGIN, "201")
        .isRedBy(PaperKeystone.LOGIN, "401")
        .isRedBy(PaperKeystone.OTHER_PASSWORD, "201")
        .check();
  }

  @Test
  void roles() throws Exception {
    var users = "keystone /users?name=midonet";
    var assignments = "keystone /role_assignments?include_names&user.id=u1";
    var one =
        "{\"role\": {\"name\": \"admin\"}, \"scope\": {\"project\": {\"name\": \"service\"}}}";

    then(b -> identity(b).roles(b.nodes(CONTROLLER), "midonet", Map.of("service", "admin")))
        .holdsBy(users, "{\"users\": [{\"id\": \"u1\"}]}")
        .holdsBy(assignments, "{\"role_assignments\": [" + one + "]}")
        .isRedBy(users, "{\"users\": []}")
        .isRedBy(assignments, "{\"role_assignments\": []}")
        .isRedBy(assignments, "{\"role_assignments\": [" + one.replace("service", "demo") + "]}")
        .isRedBy(
            assignments,
            "{\"role_assignments\": [" + one + ", " + one.replace("service", "demo") + "]}")
        .isRedBy(
            assignments,
            "{\"role_assignments\": [" + one + ", " + one.replace("admin", "member") + "]}")
        .check();
  }

  @Test
  void neutronAnswers() throws Exception {
    then(b -> new Networking(b.observer(), b.nodes()).answers(b.nodes(CONTROLLER)))
        .holdsBy(PaperKeystone.NEUTRON, "200")
        .isRedBy(PaperKeystone.NEUTRON, "503")
        .isRedBy(PaperKeystone.NEUTRON_OTHER_TOKEN, "200")
        .isRedBy(PaperKeystone.LOGIN, "401")
        .check();
  }

  @Test
  void answers() throws Exception {
    then(b -> admission(b).answers(b.nodes(CONTROLLER), "demo", "demo", 403))
        .holdsBy(PaperApi.OTHER_PASSWORD, "200")
        .holdsBy("GET /routers", "403\n\n{}")
        .isRedBy("GET /routers", "[]")
        .isRedBy(PaperApi.OTHER_PASSWORD, "401")
        .check();
  }

  @Test
  void expires() throws Exception {
    then(b -> admission(b).expires("admin", "admin", b.nodes(CONTROLLER), 0))
        .holdsBy(PaperKeystone.LOGIN, "201")
        .holdsBy("GET /routers", "[]" + PaperAnswers.THEN + "401\n\n{}")
        .isRedBy(PaperKeystone.LOGIN, "401")
        .isRedBy("GET /routers", "[]")
        .isRedBy("GET /routers", "401\n\n{}")
        .check();
  }

  @Test
  void whatEndsTooEarlyHasNotExpired() throws Exception {
    then(b -> admission(b).expires("admin", "admin", b.nodes(CONTROLLER), 60))
        .holdsBy(PaperKeystone.LOGIN, "201")
        .holdsBy("GET /routers", "[]" + PaperAnswers.THEN + "401\n\n{}")
        .checkRed();
  }

  @Test
  void asks() throws Exception {
    var tcpdump =
        "timeout 12 tcpdump -l -n -i lo -c 200 -A -s0 'tcp dst port 35357' 2> /tmp/capture.lo & echo"
            + " $! > /tmp/capture.lo.pid; wait";

    then(b -> admission(b).asks(b.nodes(CONTROLLER), 35357))
        .holdsBy(PaperKeystone.LOGIN, "201")
        .holdsBy("GET /routers", "[]")
        .holdsBy(tcpdump, "GET /v3/auth/tokens\nX-Auth-Token: secret-of-ADMIN_TOKEN\n")
        .isRedBy(tcpdump, "GET /v3/auth/tokens\nX-Auth-Token: another\n")
        .isRedBy(tcpdump, "")
        .isRedBy("GET /routers", "503\n\n{}")
        .check();
  }
}
