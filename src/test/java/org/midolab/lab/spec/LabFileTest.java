package org.midolab.lab.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The labs of the repository are valid, and each kind of problem is reported with its place. */
class LabFileTest {

  private static final Path QUICKSTART = Path.of("labs/quickstart/lab.yaml");

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "pair", "scale", "cloud", "uplink-bird"})
  void shippedLabsAreValid(String lab) throws IOException {
    Path file = Path.of("labs", lab, "lab.yaml");
    LabPlan plan = LabFile.plan(file.toString(), Files.readString(file));
    assertThat(plan.name().value()).isEqualTo(lab);
    assertThat(plan.links()).allMatch(link -> link instanceof LinkPlan.SameEngine);
  }

  @Test
  void quickstartIsTheGuidesDeployment() throws IOException {
    LabPlan plan = LabFile.plan("lab.yaml", Files.readString(QUICKSTART));
    assertThat(plan.nodes(NodeKind.NSDB))
        .extracting(NodePlan::name)
        .containsExactly("nsdb1", "nsdb2", "nsdb3");
    BgpPlan bgp1 = plan.node("bgp1").flatMap(NodePlan::bgp).orElseThrow();
    assertThat(bgp1.as()).isEqualTo(64513);
    assertThat(bgp1.neighbors().getFirst().local()).hasToString("198.51.100.1/30");
    assertThat(bgp1.neighbors().getLast().session())
        .isEqualTo(
            plan.node("internet")
                .flatMap(NodePlan::bgp)
                .orElseThrow()
                .neighbors()
                .getFirst()
                .session());
    assertThat(plan.link("gateway1", "eth1").orElseThrow().ends())
        .anyMatch(end -> end.is("bgp1", "eth1"));
    assertThat(plan.link("gateway1", "eth2").orElseThrow().mtu()).isEqualTo(1650);
  }

  /** Lab files have no include. */
  @Test
  void uplinkBirdIsQuickstartWithAnotherProgram() throws IOException {
    String bird = Files.readString(Path.of("labs/uplink-bird/lab.yaml"));
    String frr =
        bird.replace("        software: bird\n", "")
            .replace("name: uplink-bird", "name: quickstart");

    assertThat(LabFile.plan("lab.yaml", frr))
        .isEqualTo(LabFile.plan("lab.yaml", Files.readString(QUICKSTART)))
        .isNotEqualTo(LabFile.plan("lab.yaml", bird));
  }

  @Test
  void theProgramThatSpeaksBgpIsFrrUnlessAnotherIsNamed() throws IOException {
    String yaml = Files.readString(QUICKSTART);
    String bird =
        yaml.replace(
            "        as: 64513\n        timers",
            "        software: bird\n        as: 64513\n        timers");

    assertThat(LabFile.plan("lab.yaml", yaml).node("bgp1").orElseThrow().services())
        .containsExactly("frr");
    assertThat(LabFile.plan("lab.yaml", bird).node("bgp1").orElseThrow().services())
        .containsExactly("bird");
    assertThatThrownBy(
            () -> LabFile.plan("lab.yaml", bird.replace("software: bird", "software: bord")))
        .isInstanceOf(InvalidLabException.class)
        .hasMessageContaining("unknown software 'bord'; allowed: frr, bird");
  }

  /** Each row: a text in the valid file, its replacement, and a part of the expected message. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: quickstart | nam: quickstart | unknown key 'nam' in the lab; allowed: name, topology
          name: quickstart | name: Quick_start | bad lab name 'Quick_start'
          nsdb2: {kind: nsdb} | nsdb1: {kind: nsdb} | 'nsdb1' is twice in the nodes
          nsdb2: {kind: nsdb} | nsdb2: {kind: nsbd} | unknown kind 'nsbd' of node 'nsdb2'; allowed: nsdb, controller
          nsdb2: {kind: nsdb} | nsdb2: {kind: nsdb, engine: far} | other engines are not supported
          nsdb2: {kind: nsdb} | nsdb2: {} | node 'nsdb2' lacks 'kind'
          "underlay:gateway1" | "underlay:controller" | 'underlay:controller' has a link already, in line
          "underlay:gateway1" | "undrelay:gateway1" | unknown node 'undrelay'
          "underlay:gateway1" | "host:enp3s0" | links to a real port are not supported
          "underlay:gateway1" | "underlay" | endpoint 'underlay' is not complete; allowed: NODE:INTERFACE
          "compute1:tapvm1" | "compute1:eth0" | eth0 the management network
          "compute1:tapvm1" | "compute1:tap-of-vm-number-1" | at most 15 characters
          203.0.113.1/30 | 198.51.100.2/30 | overlapping subnets on two segments
          203.0.113.1/30 | 203.0.113.0/30 | the network's own or its broadcast address
          198.19.0.11/24 | 198.19.1.11/24 | two subnets on one segment
          198.19.0.11/24 | 198.19.0.10/24 | one address twice on a segment
          198.19.0.11/24 | 198.18.7.11/24 | overlaps the management networks
          mtu: 1650 | mtu: 16 | bad mtu '16'; allowed: 576 to 65535
          as: 64513, password | as: 64514, password | AS pair cannot peer: node 'bgp1' is in AS 64513, not 64514
          address: 198.51.100.129 | address: 198.51.100.66 | is in no subnet of node 'internet'
          as: 64515, password: random} | as: 64515} | has a password
          password: random | password: hunter2 | the lab file contains a password
          hold: 15 | hold: 2 | hold time 2
          as: 64513 | as: 0 | bad AS number '0'
          via: 192.168.1.1 | via: 192.168.2.1 | next hop 192.168.2.1 is in no subnet
          02:00:c0:a8:01:0b | 02:00:c0:a8:01 | bad MAC
          """)
  void aProblemIsReportedWithItsPlace(String good, String bad, String expected) throws IOException {
    String text = Files.readString(QUICKSTART);
    assertThat(text).contains(good);
    String broken = text.replaceFirst(java.util.regex.Pattern.quote(good), bad);
    assertThatThrownBy(() -> LabFile.plan("lab.yaml", broken))
        .isInstanceOf(InvalidLabException.class)
        .hasMessageContaining(expected)
        .message()
        .matches("(?s)lab\\.yaml:\\d+:\\d+: .*");
  }

  @Test
  void theLineIsThatOfTheProblem() {
    String yaml =
        """
        name: tiny
        topology:
          nodes:
            a: {kind: instance}
            b: {kind: instnace}
        """;
    assertThatThrownBy(() -> LabFile.plan("t.yaml", yaml)).hasMessageStartingWith("t.yaml:5:");
  }

  @Test
  void reportsTextThatIsNotYaml() {
    assertThatThrownBy(() -> LabFile.plan("t.yaml", "name: [a"))
        .isInstanceOf(InvalidLabException.class)
        .hasMessageContaining("not YAML");
    assertThatThrownBy(() -> LabFile.plan("t.yaml", "")).hasMessageContaining("the file is empty");
  }
}
