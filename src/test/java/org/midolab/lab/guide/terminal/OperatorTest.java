package org.midolab.lab.guide.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.FakeLab;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.run.Evidence;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Redactor;

/** Tests the operator's text processing: splitting scripts, editing files, reading terminals. */
class OperatorTest {

  @Test
  void aHereDocumentStaysWithItsCommand() {
    assertThat(
            Script.commands(
                """
                mkdir a

                cat << EOF | mn-conf set -t default
                zookeeper {
                }
                EOF
                echo 1 > b
                """))
        .containsExactly(
            "mkdir a", "cat << EOF | mn-conf set -t default\nzookeeper {\n}\nEOF", "echo 1 > b");
    assertThatThrownBy(() -> Script.commands("cat << EOF\nx")).hasMessageContaining("EOF");
  }

  @Test
  void anExistingSettingIsReplacedInPlaceAndAMissingOneAdded() {
    var edit =
        FileEdit.toContain("/etc/zookeeper/zoo.cfg", "server.1=nsdb1:2888:3888\ndataDir=/d\n");

    assertThat(edit.apply("tickTime=500\n#dataDir=/elsewhere\nclientPort=2181\n"))
        .isEqualTo("tickTime=500\ndataDir=/d\nclientPort=2181\nserver.1=nsdb1:2888:3888\n");
    assertThat(edit.apply(edit.apply("tickTime=500\n"))).isEqualTo(edit.apply("tickTime=500\n"));
  }

  @Test
  void aSettingGoesIntoItsOwnSection() {
    var edit =
        FileEdit.toContain(
            "/etc/midolman/midolman.conf", "[zookeeper]\nzookeeper_hosts = a:2181\n");

    assertThat(
            edit.apply(
                "[zookeeper]\n#zookeeper_hosts = 127.0.0.1:2181\n\n[cassandra]\nzookeeper_hosts = x\n"))
        .isEqualTo("[zookeeper]\nzookeeper_hosts = a:2181\n\n[cassandra]\nzookeeper_hosts = x\n");
    assertThat(edit.apply("")).isEqualTo("[zookeeper]\nzookeeper_hosts = a:2181\n");
  }

  @Test
  void anActiveSettingIsReplacedRatherThanAComment() {
    var edit = FileEdit.toContain("/etc/x.conf", "[z]\nhosts = a\n");

    assertThat(edit.apply("[z]\n#hosts = b\nhosts = c\n"))
        .isEqualTo("[z]\n#hosts = b\nhosts = a\n");
  }

  @Test
  void aYamlKeyIsReplacedWithItsWholeBlock() {
    var edit =
        FileEdit.toContain(
            "/etc/cassandra/conf/cassandra.yaml",
            """
            # a comment of the guide
            cluster_name: 'midonet'
            ...
            seed_provider:
                - class_name: X
                  parameters:
                      - seeds: "nsdb1,nsdb2"
            """);
    var before =
        """
        # Cassandra
        cluster_name: 'Test Cluster'
        num_tokens: 16
        seed_provider:
          # what it is
          - class_name: Y
            parameters:
              - seeds: "127.0.0.1"
        concurrent_reads: 32
        """;

    assertThat(edit.apply(before))
        .isEqualTo(
            """
            # Cassandra
            cluster_name: 'midonet'
            num_tokens: 16
            seed_provider:
                - class_name: X
                  parameters:
                      - seeds: "nsdb1,nsdb2"
            concurrent_reads: 32
            """);
    assertThat(edit.apply(edit.apply(before))).isEqualTo(edit.apply(before));
  }

  @Test
  void controlSequencesAreNotText() {
    assertThat(
            ShellSession.clean(
                "\u001b[?2004h\u001b[1mmidonet>\u001b[0m list\r\n\u001b]0;title\u0007ok\r\n"))
        .isEqualTo("midonet> list\nok\n");
  }

  @Test
  void theEchoIsNotPartOfTheOutput() {
    assertThat(Shell.withoutEcho("echo 1 > b\n", "echo 1 > b")).isEmpty();
    assertThat(Shell.withoutEcho("cat << EOF\na\nEOF\nprinted\n", "cat << EOF\na\nEOF"))
        .isEqualTo("printed\n");
    assertThat(Prompt.printed("list host\nhost host0 name a alive true\n", "list host"))
        .containsExactly("host host0 name a alive true");
  }

  @Test
  void aPlaceholderIsReplacedAsAWholeWordOnly() {
    var lab = new FakeLab();
    var journal = new Journal(new Redactor());
    var glossary = new Glossary(lab, new OpenTerminals(lab), journal);
    glossary.define("ADMIN_PASS", "a secret of this lab");
    glossary.define("BGP_PASSWORD", "the password between 198.51.100.2 and 198.51.100.1");

    assertThat(glossary.resolved("password = ADMIN_PASS"))
        .isEqualTo("password = secret-of-ADMIN_PASS");
    assertThat(glossary.resolved("mysql://admin:ADMIN_PASS@controller"))
        .isEqualTo("mysql://admin:secret-of-ADMIN_PASS@controller");
    assertThat(glossary.resolved("MY_ADMIN_PASS ADMIN_PASSES"))
        .isEqualTo("MY_ADMIN_PASS ADMIN_PASSES");
    assertThat(journal.redactor().redact(glossary.resolved("set password BGP_PASSWORD")))
        .isEqualTo("set password ‹secret›");
  }

  @Test
  void aNamedAliasIsReplaced() {
    var lab = new FakeLab();
    var glossary = new Glossary(lab, new OpenTerminals(lab), new Journal(new Redactor()));
    glossary.nameAlias("edge", "router1");
    glossary.nameAlias("edge-ext", "router1:port0");
    glossary.nameAlias("edge-id", "89cd");

    assertThat(glossary.resolved("port-group create name OS_PORT_GROUP_<edge-id> stateful true"))
        .isEqualTo("port-group create name OS_PORT_GROUP_89cd stateful true");
    assertThat(glossary.resolved("router <edge> route port <edge-ext>"))
        .isEqualTo("router router1 route port router1:port0");
  }

  /** A session of neutron shows no exit code. */
  @Test
  void aCommandOfNeutronHasSucceededIfItSaysSo() {
    for (var done :
        List.of(
            "Created a new network:",
            "Added interface 9181335c to router 57d2c9a1.",
            "Set gateway for router 57d2c9a1")) {
      assertThat(NeutronPrompt.done("x", List.of("| a table |", done))).hasSize(2);
    }
    assertThatThrownBy(
            () ->
                NeutronPrompt.done(
                    "port-create net", List.of("Unable to find network with name or id 'net'")))
        .hasMessage(
            "expected neutron to do \"port-create net\", it printed Unable to find network with name"
                + " or id 'net'");
  }

  @Test
  void nothingIsTypedInARunThatOnlyObserves() {
    var lab = new FakeLab();
    var journal = new Journal(new Redactor());
    var terminals = new OpenTerminals(lab);
    var operator =
        new Operator(Mode.OBSERVE, lab, terminals, journal, new Glossary(lab, terminals, journal));

    operator.type(ScenarioNodes.of("every host", lab), "rm -rf /");
    operator.edit(ScenarioNodes.of("nsdb1", lab), "/etc/hosts", before -> "nothing");
    operator.reboot(lab.node("nsdb1"));
    operator.midonetCli("router list");
    operator.neutron("router-create x");

    assertThat(((FakeLab.FakeNode) lab.node("nsdb1")).files()).isEmpty();
    assertThat(journal.close()).isEmpty();
  }

  @Test
  void aFailureDoesNotQuoteTheSecretThatWasTyped() {
    var lab = new FakeLab();
    var journal = new Journal(new Redactor());
    journal.redactor().hide("hunter2");
    var terminals = new OpenTerminals(lab);
    var operator =
        new Operator(Mode.PERFORM, lab, terminals, journal, new Glossary(lab, terminals, journal));

    assertThatThrownBy(() -> operator.type(ScenarioNodes.of("nsdb1", lab), "set password hunter2"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("‹secret›")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void anAnswerIsTypedWhenItsQuestionStandsOnTheScreen() {
    var lab = new FakeLab();
    var journal = new Journal(new Redactor());
    var terminals = new OpenTerminals(lab);
    var glossary = new Glossary(lab, terminals, journal);
    glossary.define("WORD", "right");
    var operator = new Operator(Mode.PERFORM, lab, terminals, journal, glossary);
    var nsdb1 = ScenarioNodes.of("nsdb1", lab);

    operator.type(nsdb1, "ask", Map.of("Question:", "WORD"));

    assertThat(journal.close()).singleElement().extracting(Evidence::text).isEqualTo("# ask\n");
    assertThatThrownBy(() -> operator.type(nsdb1, "ask", Map.of("Question:", "wrong")))
        .hasMessageContaining("exit code 1");
    assertThatThrownBy(() -> operator.type(nsdb1, "fail", Map.of("Question:", "WORD")))
        .hasMessageContaining("exit code 1");
  }

  @Test
  void aCastIsWhoTheLineNames() {
    var lab = new FakeLab();

    assertThat(ScenarioNodes.of("every agent host", lab).names())
        .containsExactly("controller", "gateway1", "gateway2", "compute1");
    assertThat(ScenarioNodes.of("nsdb1, nsdb2 and nsdb3", lab).names())
        .containsExactly("nsdb1", "nsdb2", "nsdb3");
    assertThat(ScenarioNodes.of("every host", lab).names()).hasSize(7);
    assertThatThrownBy(() -> ScenarioNodes.of("nsdb9", lab))
        .hasMessageContaining("nsdb9")
        .hasMessageContaining("nsdb1");
  }
}
