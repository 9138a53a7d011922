package org.midolab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * A test that skips itself is green where it proves nothing. What cannot be tested has a row in
 * {@code features/waivers.yaml}, with a reason and a date; what a test needs and does not find
 * fails it.
 */
@AnalyzeClasses(packages = "org.midolab", importOptions = OnlyIncludeTests.class)
class NothingIsSkippedTest {

  @ArchTest
  static final ArchRule noTestSkipsItself =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.junit.jupiter.api.Disabled")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("org.junit.jupiter.api.condition..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.junit.jupiter.api.extension.ExecutionCondition")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.junit.jupiter.api.Assumptions")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.assertj.core.api.Assumptions")
          .because("what is not tested is waived, with a reason and a date");

  /** It tells of scenarios that were not applicable or waived, each with its evidence. */
  @ArchTest
  static final ArchRule onlyTheGuideAborts =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.midolab.lab.conformance.FeaturesIT")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.opentest4j.TestAbortedException");
}
