package org.midolab.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.probe.SettingsFile.Ini;

/** The settings of a file are those that its program reads from it. */
class SettingsFileTest {

  @Test
  void theLastOfTwoZooKeeperSettingsCounts() throws Exception {
    var stock = "tickTime=2000\nserver.1=nsdb1:2888:3888\n#server.2=nsdb2:2888:3888\n";

    assertThat(SettingsFile.properties(stock))
        .isEqualTo(Map.of("tickTime", "2000", "server.1", "nsdb1:2888:3888"));
    assertThat(SettingsFile.properties(stock + "server.1=nsdb9:2888:3888\n"))
        .containsEntry("server.1", "nsdb9:2888:3888");
    assertThat(SettingsFile.properties(stock + "server.1 : nsdb9:2888:3888 \n"))
        .containsEntry("server.1", "nsdb9:2888:3888");
    assertThat(SettingsFile.properties("tickTime=1\\\nserver.1=nsdb1:2888:3888\n"))
        .doesNotContainKey("server.1");
  }

  @Test
  void theLastOfTwoClusterSettingsCounts() {
    var stock = "[zookeeper]\nzookeeper_hosts = nsdb1:2181\n";

    assertThat(conf(stock)).isEqualTo(Map.of("zookeeper.zookeeper_hosts", "nsdb1:2181"));
    assertThat(conf(stock + "zookeeper_hosts = nsdb9:2181\n"))
        .isEqualTo(Map.of("zookeeper.zookeeper_hosts", "nsdb9:2181"));
    assertThat(conf(stock + "\n[zookeeper]\nzookeeper_hosts=nsdb9:2181\n"))
        .isEqualTo(Map.of("zookeeper.zookeeper_hosts", "nsdb9:2181"));
  }

  @Test
  void theSameKeyInAnotherSectionIsAnotherSetting() {
    assertThat(conf("[cassandra]\nzookeeper_hosts = a\n"))
        .isEqualTo(Map.of("cassandra.zookeeper_hosts", "a"));
    assertThat(conf("zookeeper_hosts = a\n[zookeeper]\n"))
        .isEqualTo(Map.of("zookeeper_hosts", "a"));
  }

  @Test
  void commentsByteOrderMarkAndQuotesAreNotInValues() {
    assertThat(
            conf(
                "\uFEFF[zookeeper] ; here\n"
                    + "# zookeeper_hosts = b\n"
                    + " ; zookeeper_hosts = c\n"
                    + "  zookeeper_hosts = a:2181#1 # not b\n"
                    + "root_key = \"/x # y\" ; z\n"))
        .isEqualTo(Map.of("zookeeper.zookeeper_hosts", "a:2181#1", "zookeeper.root_key", "/x # y"));
  }

  @Test
  void aFileThatTheAgentRejectsHasNoSettings() {
    assertThatThrownBy(() -> conf("[zookeeper]\nzookeeper_hosts : a\n"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("zookeeper_hosts : a");
    assertThatThrownBy(() -> conf("zookeeper_hosts = a\nnonsense\n"))
        .hasMessageContaining("nonsense");
  }

  @Test
  void theRcFileIsReadLikeMidonetCliReadsIt() {
    var stock = "[cli]\nusername = admin\npassword = right\n";

    assertThat(rc(stock)).isEqualTo(Map.of("cli.username", "admin", "cli.password", "right"));
    assertThat(rc(stock + "password = wrong\n")).containsEntry("cli.password", "wrong");
    assertThat(rc(stock + "PASSWORD: wrong\n"))
        .isEqualTo(Map.of("cli.username", "admin", "cli.password", "wrong"));
    assertThat(rc(stock.replace("right", "right # so it is")))
        .containsEntry("cli.password", "right # so it is");
    assertThat(rc(stock.replace("right", "right ; so it is")))
        .containsEntry("cli.password", "right");
    assertThat(rc(stock.replace("right", "\"\""))).containsEntry("cli.password", "");
    assertThat(rc(stock.replace("[cli]", "[api]"))).doesNotContainKey("cli.password");
  }

  private static Map<String, String> conf(String text) {
    return SettingsFile.sections(text, Ini.CONF);
  }

  private static Map<String, String> rc(String text) {
    return SettingsFile.sections(text, Ini.RC);
  }
}
