package org.midolab;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** The wall between the lab and the system that it judges, and the arrows inside each half. */
@AnalyzeClasses(packages = "org.midolab", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String MIDONET = "org.midolab.midonet.";
  private static final String LAB = "org.midolab.lab.";

  @ArchTest
  static final ArchRule theLabNeverSeesTheSystem =
      noClasses()
          .that()
          .resideInAPackage("org.midolab.lab..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.midolab.midonet..")
          .because("a judge must not share code with the accused");

  @ArchTest
  static final ArchRule theSystemNeverSeesTheLab =
      noClasses()
          .that()
          .resideInAPackage("org.midolab.midonet..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.midolab.lab..");

  @ArchTest
  static final ArchRule linuxStandsAlone =
      noClasses()
          .that()
          .resideInAPackage("org.midolab.linux..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.midolab.lab..", "org.midolab.midonet..");

  @ArchTest
  static final ArchRule zkdumpStandsAlone =
      noClasses()
          .that()
          .resideInAPackage("org.midolab.zkdump..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.midolab.lab..", "org.midolab.midonet..", "org.midolab.linux..")
          .because("it is compiled for an older Java than they are");

  @ArchTest
  static final ArchRule probesReadTheKernelWithTheNodesOwnTools =
      noClasses()
          .that()
          .resideInAnyPackage(
              LAB + "probe..",
              LAB + "assertion..",
              LAB + "guide..",
              LAB + "conformance..",
              LAB + "certificate..",
              LAB + "bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.midolab.linux..")
          .because("one decoding bug must not fool both sides");

  @ArchTest
  static final ArchRule nothingCallsBackIntoNeutron =
      noClasses()
          .that()
          .resideInAPackage(MIDONET + "cluster..")
          .and()
          .resideOutsideOfPackage(MIDONET + "cluster.auth..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net.http..", "io.helidon.webclient..")
          .because("the cluster asks nobody but the identity service");

  @ArchTest
  static final ArchRule arrowsInTheSystem =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("model")
          .definedBy(MIDONET + "model..")
          .layer("packet")
          .definedBy(MIDONET + "packet..")
          .layer("nsdb")
          .definedBy(MIDONET + "nsdb..")
          .layer("conf")
          .definedBy(MIDONET + "conf..")
          .layer("cluster")
          .definedBy(MIDONET + "cluster..")
          .layer("cli")
          .definedBy(MIDONET + "cli..")
          .layer("datapath")
          .definedBy(MIDONET + "datapath..")
          .layer("agent")
          .definedBy(MIDONET + "agent..")
          .withOptionalLayers(true)
          .whereLayer("agent")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cluster")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cli")
          .mayNotAccessAnyLayer()
          .whereLayer("datapath")
          .mayOnlyBeAccessedByLayers("agent")
          .whereLayer("datapath")
          .mayOnlyAccessLayers("model", "packet")
          .whereLayer("conf")
          .mayOnlyAccessLayers("nsdb", "model")
          .whereLayer("nsdb")
          .mayOnlyAccessLayers("model", "packet")
          .whereLayer("packet")
          .mayOnlyAccessLayers("model")
          .whereLayer("model")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule arrowsInTheDatabase =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("connection")
          .definedBy(MIDONET + "nsdb.connection..")
          .layer("table")
          .definedBy(MIDONET + "nsdb.table..")
          .layer("topology")
          .definedBy(MIDONET + "nsdb.topology..")
          .layer("state")
          .definedBy(MIDONET + "nsdb.state..")
          .layer("flowstate")
          .definedBy(MIDONET + "nsdb.flowstate..")
          .layer("zookeeper")
          .definedBy(MIDONET + "nsdb.zookeeper..")
          .layer("common")
          .definedBy(MIDONET + "nsdb")
          .whereLayer("connection")
          .mayOnlyAccessLayers("table", "topology", "state", "zookeeper", "common")
          .whereLayer("table")
          .mayOnlyAccessLayers("topology", "zookeeper", "common")
          .whereLayer("topology")
          .mayOnlyAccessLayers("zookeeper", "common")
          .whereLayer("state")
          .mayOnlyAccessLayers("zookeeper", "common")
          .whereLayer("flowstate")
          .mayOnlyAccessLayers("zookeeper", "common")
          .whereLayer("zookeeper")
          .mayOnlyAccessLayers("common")
          .whereLayer("common")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule othersReachTheDatabaseByItsPublicDoors =
      noClasses()
          .that()
          .resideOutsideOfPackage(MIDONET + "nsdb..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              MIDONET + "nsdb.table..",
              MIDONET + "nsdb.topology..",
              MIDONET + "nsdb.state..",
              MIDONET + "nsdb.zookeeper..")
          .because("interfaces of nsdb, nsdb.connection and nsdb.flowstate are what others need");

  @ArchTest
  static final ArchRule onlyTheConfigurationUsesTheRawClient =
      noClasses()
          .that()
          .resideInAPackage("org.midolab.midonet..")
          .and()
          .resideOutsideOfPackages(MIDONET + "nsdb..", MIDONET + "conf..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.curator..", "org.apache.zookeeper..")
          .because("the stores and tables of nsdb keep what they hold consistent");

  @ArchTest
  static final ArchRule roomsHaveFewDoors =
      classes()
          .that()
          .resideInAnyPackage(
              MIDONET + "nsdb.connection..",
              MIDONET + "nsdb.table..",
              MIDONET + "nsdb.topology..",
              MIDONET + "nsdb.state..",
              MIDONET + "nsdb.flowstate..",
              MIDONET + "datapath.ebpf..",
              MIDONET + "datapath.tool..")
          .and()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .should()
          .haveNameMatching(
              ".*\\.(ZkNsdb|ZkReplicatedTables|ZkTopologyStore|ZkStateStore|ZkNatBlocks|ZkElection"
                  + "|CassandraFlowState"
                  + "|EbpfDatapath|DatapathOptions|DatapathOptionsBuilder|PinnedView|MmDpctl)")
          .because("what a package keeps to itself can change alone");

  @ArchTest
  static final ArchRule arrowsInTheDatapath =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("tool")
          .definedBy(MIDONET + "datapath.tool..")
          .layer("ebpf")
          .definedBy(MIDONET + "datapath.ebpf..")
          .layer("memory")
          .definedBy(MIDONET + "datapath.memory..")
          .layer("shared")
          .definedBy(MIDONET + "datapath.common..")
          .layer("common")
          .definedBy(MIDONET + "datapath")
          .layer("agent")
          .definedBy(MIDONET + "agent..")
          .whereLayer("agent")
          .mayOnlyAccessLayers("ebpf", "common")
          .whereLayer("tool")
          .mayOnlyAccessLayers("ebpf", "common")
          .whereLayer("ebpf")
          .mayOnlyAccessLayers("shared", "common")
          .whereLayer("memory")
          .mayOnlyAccessLayers("shared", "common")
          .whereLayer("shared")
          .mayOnlyAccessLayers("common")
          .whereLayer("common")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule theSimulationKnowsNoDatapath =
      noClasses()
          .that()
          .resideInAPackage(MIDONET + "agent.simulation..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(MIDONET + "datapath..")
          .because("what is decided does not depend on who carries it out");

  @ArchTest
  static final ArchRule healthMonitorsReachMembersThroughTheSimulation =
      noClasses()
          .that()
          .resideInAPackage(MIDONET + "agent.health..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              MIDONET + "datapath..", MIDONET + "agent.host..", "java.net..", "java.nio.channels..")
          .because("a member has the addresses of its tenant, not those of the host");

  @ArchTest
  static final ArchRule forwardingDoesNotDependOnHealthMonitors =
      noClasses()
          .that()
          .resideInAnyPackage(MIDONET + "agent.flow..", MIDONET + "agent.simulation..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(MIDONET + "agent.health..");

  @ArchTest
  static final ArchRule forwardingDoesNotDependOnTheMetadataProxy =
      noClasses()
          .that()
          .resideInAnyPackage(MIDONET + "agent.flow..", MIDONET + "agent.simulation..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(MIDONET + "agent.metadata..");

  @ArchTest
  static final ArchRule onlyTheMetadataProxySpeaksHttpInTheAgent =
      noClasses()
          .that()
          .resideInAPackage(MIDONET + "agent..")
          .and()
          .resideOutsideOfPackage(MIDONET + "agent.metadata..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net.http..", "io.helidon..");

  @ArchTest
  static final ArchRule arrowsInTheCommandLine =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("start")
          .definedBy(MIDONET + "cli")
          .layer("session")
          .definedBy(MIDONET + "cli.session..")
          .layer("grammar")
          .definedBy(MIDONET + "cli.grammar..")
          .layer("schema")
          .definedBy(MIDONET + "cli.schema..")
          .layer("codec")
          .definedBy(MIDONET + "cli.codec..")
          .layer("failure")
          .definedBy(MIDONET + "cli.failure..")
          .whereLayer("start")
          .mayOnlyAccessLayers("session")
          .whereLayer("session")
          .mayOnlyAccessLayers("grammar", "schema", "codec", "failure")
          .whereLayer("grammar")
          .mayOnlyAccessLayers("schema", "codec", "failure")
          .whereLayer("schema")
          .mayOnlyAccessLayers("codec")
          .whereLayer("codec")
          .mayOnlyAccessLayers("failure")
          .whereLayer("failure")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule arrowsInTheResources =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("root")
          .definedBy(MIDONET + "cluster.resource.root..")
          .layer("device")
          .definedBy(MIDONET + "cluster.resource.device..")
          .layer("service")
          .definedBy(MIDONET + "cluster.resource.service..")
          .layer("host")
          .definedBy(MIDONET + "cluster.resource.host..")
          .layer("filter")
          .definedBy(MIDONET + "cluster.resource.filter..")
          .layer("common")
          .definedBy(MIDONET + "cluster.resource")
          .whereLayer("root")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("device")
          .mayOnlyAccessLayers("filter", "common")
          .whereLayer("service")
          .mayOnlyAccessLayers("filter", "common")
          .whereLayer("host")
          .mayOnlyAccessLayers("common")
          .whereLayer("filter")
          .mayOnlyAccessLayers("common")
          .whereLayer("common")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule arrowsInTheLab =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("spec")
          .definedBy(LAB + "spec..")
          .layer("runtime")
          .definedBy(LAB + "runtime..")
          .layer("probe")
          .definedBy(LAB + "probe..")
          .layer("assertion")
          .definedBy(LAB + "assertion..")
          .layer("guide")
          .definedBy(LAB + "guide..")
          .layer("conformance")
          .definedBy(LAB + "conformance..")
          .layer("certificate")
          .definedBy(LAB + "certificate..")
          .layer("bench")
          .definedBy(LAB + "bench..")
          .layer("junit")
          .definedBy(LAB + "junit..")
          .layer("command")
          .definedBy(LAB + "command..")
          .withOptionalLayers(true)
          .whereLayer("spec")
          .mayNotAccessAnyLayer()
          .whereLayer("runtime")
          .mayOnlyAccessLayers("spec")
          .whereLayer("probe")
          .mayOnlyAccessLayers("spec", "runtime")
          .whereLayer("assertion")
          .mayOnlyAccessLayers("probe")
          .whereLayer("guide")
          .mayOnlyAccessLayers("spec", "runtime", "probe", "assertion")
          .whereLayer("conformance")
          .mayOnlyAccessLayers("spec", "runtime", "probe", "guide")
          .whereLayer("certificate")
          .mayOnlyAccessLayers("spec", "runtime", "probe", "assertion", "guide")
          .whereLayer("certificate")
          .mayOnlyBeAccessedByLayers("command")
          .whereLayer("bench")
          .mayOnlyAccessLayers("spec", "runtime", "probe", "guide")
          .whereLayer("junit")
          .mayOnlyAccessLayers("spec", "runtime", "guide")
          .whereLayer("junit")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("command")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule arrowsInTheGuide =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("door")
          .definedBy(LAB + "guide")
          .layer("catalogue")
          .definedBy(LAB + "guide.catalogue..")
          .layer("run")
          .definedBy(LAB + "guide.run..")
          .layer("terminal")
          .definedBy(LAB + "guide.terminal..")
          .layer("observation")
          .definedBy(LAB + "guide.observation..")
          .layer("gate")
          .definedBy(LAB + "guide.gate..")
          .layer("steps")
          .definedBy(LAB + "guide.steps..")
          .whereLayer("catalogue")
          .mayNotAccessAnyLayer()
          .whereLayer("run")
          .mayOnlyAccessLayers("catalogue")
          .whereLayer("terminal")
          .mayOnlyAccessLayers("catalogue", "run")
          .whereLayer("observation")
          .mayOnlyAccessLayers("catalogue", "run")
          .whereLayer("gate")
          .mayOnlyAccessLayers("run")
          .whereLayer("steps")
          .mayOnlyAccessLayers("catalogue", "run", "terminal", "observation")
          .whereLayer("door")
          .mayOnlyAccessLayers("catalogue", "run", "terminal")
          .whereLayer("door")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule arrowsInTheCertificate =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("door")
          .definedBy(LAB + "certificate")
          .layer("bundle")
          .definedBy(LAB + "certificate.bundle..")
          .layer("key")
          .definedBy(LAB + "certificate.key..")
          .layer("profile")
          .definedBy(LAB + "certificate.profile..")
          .layer("run")
          .definedBy(LAB + "certificate.run..")
          .whereLayer("bundle")
          .mayNotAccessAnyLayer()
          .whereLayer("key")
          .mayOnlyAccessLayers("bundle")
          .whereLayer("profile")
          .mayOnlyAccessLayers("bundle")
          .whereLayer("run")
          .mayOnlyAccessLayers("bundle")
          .whereLayer("door")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule aCertificateIsCheckedWithoutALab =
      noClasses()
          .that()
          .resideInAPackage(LAB + "certificate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.github.dockerjava..", "java.net.http..")
          .because("whoever checks one needs neither Docker nor a network");

  @ArchTest
  static final ArchRule onlyTheExtensionNeedsWhatTestsBring =
      noClasses()
          .that()
          .resideOutsideOfPackage(LAB + "junit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.junit..", "org.testcontainers..")
          .because("neither is on the class path of ./lab");

  @ArchTest
  static final ArchRule librariesAreUsedByTheirPublicDoors =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.datastax.oss.driver.internal..",
              "..shaded..",
              "com.sun..",
              "sun..",
              "jdk.internal..")
          .because("what a library keeps to itself changes without notice");

  @ArchTest
  static final ArchRule simulationIsPure =
      classes()
          .that()
          .resideInAnyPackage(
              MIDONET + "agent.simulation..",
              MIDONET + "model..",
              LAB + "spec..",
              LAB + "assertion..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "org.midolab..",
                  "java.lang..",
                  "java.util..",
                  "java.math..",
                  "java.time..",
                  "java.io",
                  "java.nio..",
                  "com.fasterxml.jackson..",
                  "io.soabase..",
                  "javax.annotation..",
                  "org.jspecify..",
                  "org.yaml..",
                  "org.slf4j.."))
          .allowEmptyShould(true)
          .because("pure cores take values and give values; I/O lives at the edges");
}
