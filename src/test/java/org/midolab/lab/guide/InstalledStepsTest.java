package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.then;

import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.Installed;

/** Steps about repositories, packages and units. */
class InstalledStepsTest {

  /** Any shell command line of a probe. */
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
        .passesWith(SHELL, stock)
        .failsWith(SHELL, stock.replace("b|install", "b|deinstall"))
        .failsWith(SHELL, stock.replace("install b:", "upgrade b:"))
        .failsWith(SHELL, stock.replace("<none>", "1"))
        .failsWith(SHELL, null)
        .check();
  }

  @Test
  void repository() throws Exception {
    then(b -> installed(b).repository(b.nodes("nsdb1"), "file:/apt/x", "/etc/apt/x.list"))
        .passesWith(SHELL, "file:/apt/x/|/etc/apt/x.list:1\n")
        .failsWith(SHELL, "")
        .failsWith(SHELL, "file:/apt/x/|/etc/apt/other.list:1\n")
        .failsWith(SHELL, "file:/apt/y/|/etc/apt/x.list:1\n")
        .check();
  }

  @Test
  void candidates() throws Exception {
    var stock =
        "a:\n  Installed: 1\n  Candidate: 1\n  Version table:\n *** 1 500\n"
            + "        500 file:/apt/x ./ Packages\n        100 /var/lib/dpkg/status\n";

    then(b -> installed(b).candidates(b.nodes("nsdb1"), "a", "file:/apt/x"))
        .passesWith(SHELL, stock)
        .failsWith(SHELL, stock.replace("/apt/x", "/apt/y"))
        .failsWith(SHELL, stock.replace("        500 file:/apt/x ./ Packages\n", ""))
        .failsWith(SHELL, stock.replace("Candidate: 1", "Candidate: 2"))
        .failsWith(SHELL, "")
        .check();
  }

  @Test
  void booted() throws Exception {
    then(b -> installed(b).booted(b.nodes("nsdb1"), "systemd"))
        .passesWith(SHELL, "12\n")
        .failsWith(SHELL, "-3\n")
        .failsWith(SHELL, null)
        .check();
  }

  @Test
  void cacheEmpty() throws Exception {
    then(b -> installed(b).cacheEmpty(b.nodes("nsdb1")))
        .passesWith(SHELL, "")
        .failsWith(SHELL, "/var/cache/apt/archives/a.deb\n")
        .check();
  }

  @Test
  void noUpdate() throws Exception {
    var read = "/bin/sh";

    then(b -> installed(b).noUpdate(b.nodes("nsdb1")))
        .passesWith(read, "file:/apt/x/|/etc/apt/x.list:1\n")
        .passesWith("apt-get -s upgrade", "Reading package lists...\n0 upgraded\n")
        .failsWith("apt-get -s upgrade", "Inst a [1] (2 x [all])\n")
        .failsWith(read, "")
        .check();
  }

  @Test
  void onPath() throws Exception {
    then(b -> installed(b).onPath(b.nodes("gateway1"), "mm-ctl"))
        .passesWith("command -v mm-ctl", "/usr/bin/mm-ctl\n")
        .failsWith("command -v mm-ctl", "alias mm-ctl=x\n")
        .failsWith("command -v mm-ctl", null)
        .check();
  }

  @Test
  void known() throws Exception {
    then(b -> installed(b).known(b.nodes("nsdb1"), "x"))
        .passesWith("systemctl", UNIT)
        .failsWith("systemctl", UNIT.replace("=loaded", "=not-found"))
        .failsWith("systemctl", UNIT.replace("=loaded", "=masked"))
        .check();
  }

  @Test
  void enabled() throws Exception {
    then(b -> installed(b).enabled(b.nodes("nsdb1"), "x"))
        .passesWith("systemctl", UNIT)
        .failsWith("systemctl", UNIT.replace("=enabled", "=disabled"))
        .failsWith("systemctl", UNIT.replace("=enabled", "="))
        .check();
  }

  @Test
  void active() throws Exception {
    then(b -> installed(b).active(b.nodes("nsdb1"), "x"))
        .passesWith("systemctl", UNIT)
        .failsWith("systemctl", UNIT.replace("=active", "=activating"))
        .failsWith("systemctl", UNIT.replace("=active", "=failed"))
        .check();
  }

  @Test
  void heap() throws Exception {
    then(b -> installed(b).heap(b.nodes("gateway1"), "midolman", "300M"))
        .passesWith(SHELL, "-Xms300M\n-Xmx300M\n")
        .failsWith(SHELL, "-Xms300M\n-Xmx1G\n")
        .failsWith(SHELL, "-Xmx300M\n")
        .failsWith(SHELL, "-Xms300M\n-Xmx300M\n-Xmx1G\n")
        .failsWith(SHELL, null)
        .check();
  }
}
