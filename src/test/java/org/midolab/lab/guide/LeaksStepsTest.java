package org.midolab.lab.guide;

import static org.midolab.lab.guide.Judged.then;

import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.Judged.Bench;
import org.midolab.lab.guide.steps.Leaks;

/** Secrets are nowhere where others on a node would read them. */
class LeaksStepsTest {

  private static Leaks leaks(Bench bench) {
    return new Leaks(bench.observer(), bench.nodes());
  }

  @Test
  void noHistory() throws Exception {
    var cat = "cat /root/.*_history /home/*/.*_history";

    then(b -> leaks(b).noHistory(b.nodes("controller")))
        .holdsBy(cat, "mn-conf dump\n")
        .isRedBy(cat, "mn-conf dump\nset secret-of-METADATA_SECRET\n")
        .isRedBy(cat, "export TOKEN=secret-of-ADMIN_TOKEN\n")
        .check();
  }

  @Test
  void noLog() throws Exception {
    var logs = "journalctl --no-pager -o cat; find /var/log -type f -exec cat {} +";

    then(b -> leaks(b).noLog(b.nodes("controller")))
        .holdsBy(logs, "Started Keystone\n")
        .isRedBy(logs, "Started Keystone\nadmin_token = secret-of-ADMIN_TOKEN\n")
        .isRedBy(logs, "mysql://keystone:secret-of-KEYSTONE_DBPASS@controller/keystone\n")
        .isRedBy(logs, null)
        .check();
  }

  @Test
  void noProcess() throws Exception {
    var arguments =
        "for each in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $each; echo; done 2> /dev/null";

    then(b -> leaks(b).noProcess(b.nodes("controller")))
        .holdsBy(arguments, "/lib/systemd/systemd\n")
        .isRedBy(arguments, "openstack user create --password secret-of-MIDONET_PASS midonet\n")
        .isRedBy(arguments, null)
        .check();
  }
}
