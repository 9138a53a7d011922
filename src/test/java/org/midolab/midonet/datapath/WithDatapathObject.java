package org.midolab.midonet.datapath;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.midolab.linux.AsRoot;

/** Runs the tests where the compiled programs and the rights to load them are. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("datapath")
@AsRoot
@ExtendWith(WithDatapathObject.Condition.class)
@interface WithDatapathObject {

  class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Path object = DatapathOptions.defaults().object();
      return Files.exists(object)
          ? ConditionEvaluationResult.enabled("programs in " + object)
          : ConditionEvaluationResult.disabled(
              "no compiled programs at "
                  + object
                  + "; name them with -D"
                  + DatapathOptions.OBJECT_PROPERTY);
    }
  }
}
