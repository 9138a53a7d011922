package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.then;

import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.Leaks;

/** Tests of the steps that search for exposed secrets. */
class LeaksStepsTest {

  private static Leaks leaks(Bench bench) {
    return new Leaks(bench.observer(), bench.nodes());
  }

  @Test
  void noHistory() throws Exception {
    var cat = "ls -A /root && cat /root/.*history /home/*/.*history";

    then(b -> leaks(b).noHistory(b.nodes("controller")))
        .passesWith(cat, "mn-conf dump\n")
        .failsWith(cat, "mn-conf dump\nset secret-of-METADATA_SECRET\n")
        .failsWith(cat, "export TOKEN=secret-of-ADMIN_TOKEN\n")
        .failsWith(cat, "router <edge> add bgp-peer password secret-of-bgp\n")
        .failsWith(cat, null)
        .check();
  }

  @Test
  void noLog() throws Exception {
    var logs = "journalctl --no-pager -o cat; find /var/log -type f -exec cat {} +";

    then(b -> leaks(b).noLog(b.nodes("controller")))
        .passesWith(logs, "Started Keystone\n")
        .failsWith(logs, "Started Keystone\nadmin_token = secret-of-ADMIN_TOKEN\n")
        .failsWith(logs, "mysql://keystone:secret-of-KEYSTONE_DBPASS@controller/keystone\n")
        .failsWith(logs, null)
        .check();
  }

  @Test
  void noProcess() throws Exception {
    var arguments =
        "for each in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $each; echo; done 2> /dev/null";

    then(b -> leaks(b).noProcess(b.nodes("controller")))
        .passesWith(arguments, "/lib/systemd/systemd\n")
        .failsWith(arguments, "openstack user create --password secret-of-MIDONET_PASS midonet\n")
        .failsWith(arguments, null)
        .check();
  }
}
