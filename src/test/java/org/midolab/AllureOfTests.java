package org.midolab;

import io.qameta.allure.junitplatform.AllureJunitPlatform;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes every unit and integration test for the Allure report, except the guide's scenarios:
 * Cucumber writes those itself, with all that was typed and seen.
 */
public final class AllureOfTests extends AllureJunitPlatform {

  private static final String BY_CUCUMBER =
      "[class:org.midolab.lab.conformance.FeaturesIT]/[test-factory:theGuideRuns()]";

  private static boolean isOurs(TestIdentifier test) {
    return !test.getUniqueId().contains(BY_CUCUMBER);
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (isOurs(test)) {
      super.executionStarted(test);
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (isOurs(test)) {
      super.executionFinished(test, result);
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    if (isOurs(test)) {
      super.executionSkipped(test, reason);
    }
  }

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    if (isOurs(test)) {
      super.reportingEntryPublished(test, entry);
    }
  }
}
