package org.midolab.midonet.datapath.ebpf;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.midolab.linux.AsRoot;

/**
 * Marks tests that load the compiled programs in their own namespaces. {@code mvn verify} compiles
 * the programs before (see {@code lab build}). If they are missing, the tests fail. The tests may
 * run at the same time.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("datapath")
@AsRoot
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(WithDatapathObject.Requirement.class)
public @interface WithDatapathObject {

  /** Checks for the programs before the first test. */
  class Requirement implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
      Path object = DatapathOptions.defaults().object();
      if (!Files.exists(object)) {
        throw new AssertionError(
            "expected the compiled programs at "
                + object
                + "; make them with: ./lab build   (or name others with -D"
                + DatapathOptions.OBJECT_PROPERTY
                + ")");
      }
    }
  }
}
