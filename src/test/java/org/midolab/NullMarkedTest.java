package org.midolab;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/**
 * NullAway checks the packages that are {@link NullMarked} (docs: contributing.md#null). A new
 * package is marked from the start; the list of those that are not may only become shorter.
 */
@AnalyzeClasses(packages = "org.midolab", importOptions = DoNotIncludeTests.class)
class NullMarkedTest {

  private static final Set<String> NOT_YET =
      Set.of(
          "lab.command",
          "lab.guide.run",
          "lab.guide.steps",
          "lab.probe",
          "lab.runtime",
          "midonet.agent",
          "midonet.agent.binding",
          "midonet.agent.flow",
          "midonet.agent.simulation",
          "midonet.cli.session",
          "midonet.cluster.neutron",
          "midonet.cluster.resource",
          "midonet.cluster.resource.device",
          "midonet.cluster.resource.filter",
          "midonet.cluster.resource.host",
          "midonet.cluster.resource.service",
          "midonet.cluster.rest",
          "midonet.cluster.shape",
          "midonet.conf",
          "midonet.datapath.ebpf",
          "midonet.datapath.tool",
          "midonet.model",
          "midonet.model.neutron",
          "midonet.nsdb.flowstate",
          "midonet.nsdb.state",
          "midonet.nsdb.topology");

  /** It is compiled for an older Java, apart from the others and without the check. */
  private static final String UNCHECKED = "zkdump";

  @ArchTest
  static void onlyKnownPackagesAreNotMarked(JavaClasses classes) {
    Set<String> unmarked =
        classes.getPackage("org.midolab").getSubpackagesInTree().stream()
            .filter(each -> !each.getClasses().isEmpty() && !isMarked(each))
            .map(each -> each.getName().substring("org.midolab.".length()))
            .collect(toCollection(TreeSet::new));
    assertThat(unmarked)
        .as("packages without @NullMarked in package-info.java; mark a new one, list none")
        .contains(UNCHECKED)
        .filteredOn(each -> !each.equals(UNCHECKED))
        .containsExactlyInAnyOrderElementsOf(NOT_YET);
  }

  private static boolean isMarked(JavaPackage each) {
    return each.isAnnotatedWith(NullMarked.class);
  }
}
