package org.midolab.lab.certificate.run;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.midolab.lab.runtime.LabHome;

/**
 * The version of MidoLab that ran the scenarios.
 *
 * @param version version
 * @param sources digest of the sources of the build, as the launcher stores it; {@link #UNKNOWN} if
 *     there is no such file
 */
public record Software(String version, String sources) {

  public static final String UNKNOWN = "unknown";

  public Software {
    requireNonNull(version);
    requireNonNull(sources);
  }

  /** Returns the software in an installation directory. */
  public static Software of(LabHome home, String version) {
    Path stamp = home.target().resolve(".built-from");
    try {
      return new Software(
          version, Files.isRegularFile(stamp) ? Files.readString(stamp).strip() : UNKNOWN);
    } catch (IOException e) {
      return new Software(version, UNKNOWN);
    }
  }

  /** Returns whether both are known to be built from the same sources. */
  public boolean isSameAs(Software other) {
    return equals(other) && !sources.equals(UNKNOWN);
  }
}
