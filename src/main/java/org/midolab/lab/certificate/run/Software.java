package org.midolab.lab.certificate.run;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.midolab.lab.runtime.LabHome;

/**
 * Which MidoLab it was.
 *
 * @param sources digest of the sources that it was built from, as the launcher keeps it; {@link
 *     #UNKNOWN} where it was not started by the launcher
 */
public record Software(String version, String sources) {

  public static final String UNKNOWN = "unknown";

  public Software {
    requireNonNull(version);
    requireNonNull(sources);
  }

  public static Software of(LabHome home, String version) {
    Path stamp = home.target().resolve(".built-from");
    try {
      return new Software(
          version, Files.isRegularFile(stamp) ? Files.readString(stamp).strip() : UNKNOWN);
    } catch (IOException e) {
      return new Software(version, UNKNOWN);
    }
  }

  /** Whether both were surely built from the same sources. */
  public boolean isSameAs(Software other) {
    return equals(other) && !sources.equals(UNKNOWN);
  }
}
