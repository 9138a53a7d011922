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
    /** It has containers, and its state file names their boot or cannot be read. */
    UP,
    /** It is being booted: the process that boots it runs. */
    BOOTING,
    /**
     * It has running containers of another boot, or without a state file that can be read here,
     * since that may be in another mount namespace; or it has containers of an unknown checkout. It
     * is removed only if a user names it.
     */
    ABANDONED,
    /** It has no containers, or only stopped ones without a valid state file. */
    LEFTOVER
  }

  /** Reports whether no checkout has a valid state of it, so that any checkout may remove it. */
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
