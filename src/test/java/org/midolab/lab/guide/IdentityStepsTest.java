package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.then;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.ApiLogin;
import org.midolab.lab.guide.steps.Identity;
import org.midolab.lab.guide.steps.NeutronSteps;

/** Tests of the steps about Keystone and about the cluster's authentication. */
class IdentityStepsTest {

  private static final String CONTROLLER = "controller";

  private static Identity identity(Bench bench) {
    return new Identity(bench.observer(), bench.nodes());
  }

  private static ApiLogin admission(Bench bench) {
    return new ApiLogin(bench.observer(), bench.nodes());
  }

  @Test
  void ready() throws Exception {
    then(b -> identity(b).ready(b.nodes(CONTROLLER)))
        .passesWith("keystone at 5000", "200")
        .failsWith("keystone at 5000", "503")
        .failsWith("keystone at 35357", "503")
        .check();
  }

  @Test
  void takesAdminToken() throws Exception {
    then(b -> identity(b).takesAdminToken(b.nodes(CONTROLLER)))
        .passesWith("keystone /users", "{\"users\": []}")
        .failsWith("keystone /users", null)
        .failsWith(FakeKeystone.OTHER_TOKEN, "200")
        .check();
  }

  @Test
  void has() throws Exception {
    var projects = "{\"projects\": [{\"name\": \"admin\"}, {\"name\": \"demo\"}]}";

    then(b -> identity(b).has(b.nodes(CONTROLLER), Map.of("projects", "admin, demo")))
        .passesWith("keystone /projects", projects)
        .failsWith("keystone /projects", projects.replace("demo", "demos"))
        .failsWith("keystone /projects", null)
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
                    StepCheck.table(List.of(List.of("midonet", "midonet", "API")))))
        .passesWith("keystone /services?type=midonet", services)
        .failsWith("keystone /services?type=midonet", services.replace("API", "other"))
        .failsWith("keystone /services?type=midonet", services.replace("true", "false"))
        .failsWith("keystone /services?type=midonet", "{\"services\": []}")
        .failsWith(
            "keystone /services?type=midonet",
            services.replace("[{", "[{\"name\": \"x\", \"type\": \"midonet\"}, {"))
        .check();
  }

  @Test
  void logsIn() throws Exception {
    then(b -> identity(b).logsIn(b.nodes(CONTROLLER), "midonet", "service"))
        .passesWith(FakeKeystone.LOGIN, "201")
        .failsWith(FakeKeystone.LOGIN, "401")
        .failsWith(FakeKeystone.OTHER_PASSWORD, "201")
        .check();
  }

  @Test
  void roles() throws Exception {
    var users = "keystone /users?name=midonet";
    var assignments = "keystone /role_assignments?include_names&user.id=u1";
    var one =
        "{\"role\": {\"name\": \"admin\"}, \"scope\": {\"project\": {\"name\": \"service\"}}}";

    then(b -> identity(b).roles(b.nodes(CONTROLLER), "midonet", Map.of("service", "admin")))
        .passesWith(users, "{\"users\": [{\"id\": \"u1\"}]}")
        .passesWith(assignments, "{\"role_assignments\": [" + one + "]}")
        .failsWith(users, "{\"users\": []}")
        .failsWith(assignments, "{\"role_assignments\": []}")
        .failsWith(assignments, "{\"role_assignments\": [" + one.replace("service", "demo") + "]}")
        .failsWith(
            assignments,
            "{\"role_assignments\": [" + one + ", " + one.replace("service", "demo") + "]}")
        .failsWith(
            assignments,
            "{\"role_assignments\": [" + one + ", " + one.replace("admin", "member") + "]}")
        .check();
  }

  @Test
  void neutronAnswers() throws Exception {
    then(b -> new NeutronSteps(b.observer(), b.nodes()).answers(b.nodes(CONTROLLER)))
        .passesWith(FakeKeystone.NEUTRON, "200")
        .failsWith(FakeKeystone.NEUTRON, "503")
        .failsWith(FakeKeystone.NEUTRON_OTHER_TOKEN, "200")
        .failsWith(FakeKeystone.LOGIN, "401")
        .check();
  }

  @Test
  void answers() throws Exception {
    then(b -> admission(b).answers(b.nodes(CONTROLLER), "demo", "demo", 403))
        .passesWith(FakeApi.OTHER_PASSWORD, "200")
        .passesWith("GET /routers", "403\n\n{}")
        .failsWith("GET /routers", "[]")
        .failsWith(FakeApi.OTHER_PASSWORD, "401")
        .check();
  }

  @Test
  void expires() throws Exception {
    then(b -> admission(b).expires("admin", "admin", b.nodes(CONTROLLER), 0))
        .passesWith(FakeKeystone.LOGIN, "201")
        .passesWith("GET /routers", "[]" + FakeAnswers.THEN + "401\n\n{}")
        .failsWith(FakeKeystone.LOGIN, "401")
        .failsWith("GET /routers", "[]")
        .failsWith("GET /routers", "401\n\n{}")
        .check();
  }

  @Test
  void refusesATokenThatEndsTooEarly() throws Exception {
    then(b -> admission(b).expires("admin", "admin", b.nodes(CONTROLLER), 60))
        .passesWith(FakeKeystone.LOGIN, "201")
        .passesWith("GET /routers", "[]" + FakeAnswers.THEN + "401\n\n{}")
        .checkFails();
  }

  @Test
  void asks() throws Exception {
    var tcpdump =
        "timeout 12 tcpdump -l -n -i lo -c 200 -A -s0 'tcp dst port 35357' 2> /tmp/capture.lo & echo"
            + " $! > /tmp/capture.lo.pid; wait";

    then(b -> admission(b).asks(b.nodes(CONTROLLER), 35357))
        .passesWith(FakeKeystone.LOGIN, "201")
        .passesWith("GET /routers", "[]")
        .passesWith(tcpdump, "GET /v3/auth/tokens\nX-Auth-Token: secret-of-ADMIN_TOKEN\n")
        .failsWith(tcpdump, "GET /v3/auth/tokens\nX-Auth-Token: another\n")
        .failsWith(tcpdump, "")
        .failsWith("GET /routers", "503\n\n{}")
        .check();
  }
}
