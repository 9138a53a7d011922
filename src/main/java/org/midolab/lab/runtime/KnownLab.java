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
     * Its containers run, but no state file that can be read from here accounts for them: that may
     * be in another mount namespace. Only a user who names it has it removed.
     */
    ABANDONED,
    /**
     * It has no running containers; and it has none at all, its checkout has no state of it, its
     * containers are of another boot, or the process that should have removed it has ended.
     */
    LEFTOVER
  }

  /** Reports whether it may be removed from any checkout. */
  public boolean ownerless() {
    return standing == Standing.LEFTOVER || standing == Standing.ABANDONED;
  }

  /** Returns the name, and the checkout if that is another one. */
  public String describe() {
    if (own) {
      return name.value();
    }
    return name + " (booted from " + home.map(Path::toString).orElse("an unknown checkout") + ")";
  }
}
