package org.midolab.linux;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs the tests where the process may make namespaces, and says why not elsewhere. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(AsRoot.Condition.class)
public @interface AsRoot {

  /** CAP_SYS_ADMIN, bit 21, and CAP_NET_ADMIN, bit 12, of the effective set. */
  class Condition implements ExecutionCondition {

    private static final long NEEDED = 1L << 21 | 1L << 12;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      try {
        long effective =
            Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElse(0);
        if ((effective & NEEDED) == NEEDED) {
          return ConditionEvaluationResult.enabled("may make network namespaces");
        }
      } catch (IOException e) {
        return ConditionEvaluationResult.disabled("not Linux: " + e.getMessage());
      }
      return ConditionEvaluationResult.disabled(
          "needs CAP_SYS_ADMIN and CAP_NET_ADMIN to make network namespaces; run as root");
    }
  }
}
