package org.midolab.lab.guide;

import static org.midolab.lab.guide.Judged.then;

import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.Judged.Bench;
import org.midolab.lab.guide.steps.Installed;

/** Repositories, packages and units. */
class InstalledStepsTest {

  /** Whatever line of shell a look runs. */
  private static final String SHELL = "/bin/sh";

  private static final String UNIT =
      "LoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=enabled\nMainPID=7\n";

  private static Installed installed(Bench bench) {
    return new Installed(bench.observer());
  }

  @Test
  void packages() throws Exception {
    var stock =
        "a|install ok installed|1\nb|install ok installed|1\n"
            + "2026-11-27 10:00:01 install a:all <none> 1\n"
            + "2026-11-27 10:00:01 install b:amd64 <none> 1\n";

    then(b -> installed(b).installed(b.nodes("nsdb1"), "a, b"))
        .holdsBy(SHELL, stock)
        .isRedBy(SHELL, stock.replace("b|install", "b|deinstall"))
        .isRedBy(SHELL, stock.replace("install b:", "upgrade b:"))
        .isRedBy(SHELL, stock.replace("<none>", "1"))
        .isRedBy(SHELL, null)
        .check();
  }

  @Test
  void repository() throws Exception {
    then(b -> installed(b).repository(b.nodes("nsdb1"), "file:/apt/x", "/etc/apt/x.list"))
        .holdsBy(SHELL, "file:/apt/x/|/etc/apt/x.list:1\n")
        .isRedBy(SHELL, "")
        .isRedBy(SHELL, "file:/apt/x/|/etc/apt/other.list:1\n")
        .isRedBy(SHELL, "file:/apt/y/|/etc/apt/x.list:1\n")
        .check();
  }

  @Test
  void candidates() throws Exception {
    var stock =
        "a:\n  Installed: 1\n  Candidate: 1\n  Version table:\n *** 1 500\n"
            + "        500 file:/apt/x ./ Packages\n        100 /var/lib/dpkg/status\n";

    then(b -> installed(b).candidates(b.nodes("nsdb1"), "a", "file:/apt/x"))
        .holdsBy(SHELL, stock)
        .isRedBy(SHELL, stock.replace("/apt/x", "/apt/y"))
        .isRedBy(SHELL, stock.replace("        500 file:/apt/x ./ Packages\n", ""))
        .isRedBy(SHELL, stock.replace("Candidate: 1", "Candidate: 2"))
        .isRedBy(SHELL, "")
        .check();
  }

  @Test
  void booted() throws Exception {
    then(b -> installed(b).booted(b.nodes("nsdb1"), "systemd"))
        .holdsBy(SHELL, "12\n")
        .isRedBy(SHELL, "-3\n")
        .isRedBy(SHELL, null)
        .check();
  }

  @Test
  void cacheEmpty() throws Exception {
    then(b -> installed(b).cacheEmpty(b.nodes("nsdb1")))
        .holdsBy(SHELL, "")
        .isRedBy(SHELL, "/var/cache/apt/archives/a.deb\n")
        .check();
  }

  @Test
  void noUpdate() throws Exception {
    var read = "/bin/sh";

    then(b -> installed(b).noUpdate(b.nodes("nsdb1")))
        .holdsBy(read, "file:/apt/x/|/etc/apt/x.list:1\n")
        .holdsBy("apt-get -s upgrade", "Reading package lists...\n0 upgraded\n")
        .isRedBy("apt-get -s upgrade", "Inst a [1] (2 x [all])\n")
        .isRedBy(read, "")
        .check();
  }

  @Test
  void onPath() throws Exception {
    then(b -> installed(b).onPath(b.nodes("gateway1"), "mm-ctl"))
        .holdsBy("command -v mm-ctl", "/usr/bin/mm-ctl\n")
        .isRedBy("command -v mm-ctl", "alias mm-ctl=x\n")
        .isRedBy("command -v mm-ctl", null)
        .check();
  }

  @Test
  void known() throws Exception {
    then(b -> installed(b).known(b.nodes("nsdb1"), "x"))
        .holdsBy("systemctl", UNIT)
        .isRedBy("systemctl", UNIT.replace("=loaded", "=not-found"))
        .isRedBy("systemctl", UNIT.replace("=loaded", "=masked"))
        .check();
  }

  @Test
  void enabled() throws Exception {
    then(b -> installed(b).enabled(b.nodes("nsdb1"), "x"))
        .holdsBy("systemctl", UNIT)
        .isRedBy("systemctl", UNIT.replace("=enabled", "=disabled"))
        .isRedBy("systemctl", UNIT.replace("=enabled", "="))
        .check();
  }

  @Test
  void active() throws Exception {
    then(b -> installed(b).active(b.nodes("nsdb1"), "x"))
        .holdsBy("systemctl", UNIT)
        .isRedBy("systemctl", UNIT.replace("=active", "=activating"))
        .isRedBy("systemctl", UNIT.replace("=active", "=failed"))
        .check();
  }

  @Test
  void heap() throws Exception {
    then(b -> installed(b).heap(b.nodes("gateway1"), "midolman", "300M"))
        .holdsBy(SHELL, "-Xms300M\n-Xmx300M\n")
        .isRedBy(SHELL, "-Xms300M\n-Xmx1G\n")
        .isRedBy(SHELL, "-Xmx300M\n")
        .isRedBy(SHELL, "-Xms300M\n-Xmx300M\n-Xmx1G\n")
        .isRedBy(SHELL, null)
        .check();
  }
}
