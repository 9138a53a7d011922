package org.midolab.linux;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks tests that create namespaces and interfaces. Without the capabilities for it the tests fail
 * with a message; they do not skip themselves, since a skipped test proves nothing.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(AsRoot.Requirement.class)
public @interface AsRoot {

  /** CAP_SYS_ADMIN, bit 21, and CAP_NET_ADMIN, bit 12, of the effective set. */
  class Requirement implements BeforeAllCallback {

    private static final long NEEDED = 1L << 21 | 1L << 12;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
      long effective =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("CapEff:"))
              .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .findFirst()
              .orElse(0);
      if ((effective & NEEDED) != NEEDED) {
        throw new AssertionError(
            "expected CAP_SYS_ADMIN and CAP_NET_ADMIN, to create network namespaces; found CapEff "
                + Long.toHexString(effective)
                + "; run as root");
      }
    }
  }
}
