package org.midolab.lab.runtime;

import java.nio.file.Path;
import java.util.Optional;
import org.midolab.lab.spec.LabName;

/**
 * A lab, complete or partial, that this machine's engine or this checkout has a record of.
 *
 * @param home the checkout that booted it; empty when its containers do not say so
 * @param own whether this checkout booted it
 */
public record KnownLab(LabName name, Optional<Path> home, boolean own, Standing standing) {

  /** The current state of a lab. */
  public enum Standing {
    /**
     * It has containers, and its state names their boot; or it has containers, and its checkout or
     * its state cannot be determined.
     */
    UP,
    /** It is being booted: the process that boots it runs. */
    BOOTING,
    /**
     * It has no containers, its checkout has no state of it, its containers are of another boot, or
     * the process that should have removed it has ended.
     */
    LEFTOVER
  }

  /** Returns the name, and the checkout if that is another one. */
  public String describe() {
    if (own) {
      return name.value();
    }
    return name + " (booted from " + home.map(Path::toString).orElse("an unknown checkout") + ")";
  }
}
