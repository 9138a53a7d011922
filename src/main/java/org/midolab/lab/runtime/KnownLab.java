package org.midolab.lab.runtime;

import java.nio.file.Path;
import java.util.Optional;
import org.midolab.lab.spec.LabName;

/**
 * A lab, whole or in part, that this machine's engine or this checkout knows of.
 *
 * @param home the checkout that booted it; empty when its containers do not say so
 * @param own whether this checkout booted it
 */
public record KnownLab(LabName name, Optional<Path> home, boolean own, Standing standing) {

  /** What a lab is at the moment. */
  public enum Standing {
    /** It has containers, and its checkout remembers it. */
    UP,
    /** The process that boots it is alive. */
    BOOTING,
    /**
     * It has no containers, or no checkout remembers it, or the process that should have removed it
     * has ended.
     */
    LEFTOVER
  }

  /** The name, with the checkout when that is another one. */
  public String describe() {
    if (own) {
      return name.value();
    }
    return name + " (booted from " + home.map(Path::toString).orElse("an unknown checkout") + ")";
  }
}
