package org.midolab.lab.junit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.midolab.lab.guide.LabGuide;
import org.midolab.lab.guide.catalogue.StepName;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.runtime.Lab;
import org.midolab.lab.runtime.LabBuilder;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.Progress;
import org.midolab.lab.runtime.Setup;
import org.midolab.lab.spec.LabName;
import org.testcontainers.lifecycle.Startable;

/**
 * A lab that runs during a test class: a Testcontainers {@link Startable}, and a JUnit extension
 * that starts and stops it.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MidoLab LAB = new MidoLab("pair").named("mytest").walkedTo("lab-bridge-reach");
 *
 * @Test
 * void instancesReachEachOther() {
 *   assertTrue(LAB.lab().node("vm1").exec("ping", "-c1", "192.168.1.12").ok());
 * }
 * }</pre>
 *
 * The lab is removed completely when the tests' JVM ends, however it ends. It is booted from the
 * checkout that the system property {@code midolab.home} names, or from the working directory. The
 * machine is set up first only if {@code CI} or {@code MIDOLAB_SETUP=yes} allows it.
 */
public final class MidoLab implements Startable, BeforeAllCallback, AfterAllCallback {

  private enum Walk {
    NOTHING,
    ALL,
    UP_TO_STEP
  }

  private final String nameOrPath;
  private Optional<LabName> name = Optional.empty();
  private Walk walk = Walk.NOTHING;
  private String step = "";
  private @Nullable Lab lab;

  /**
   * Describes a lab; starts nothing.
   *
   * @param nameOrPath a shipped lab's name, a directory with a {@code lab.yaml}, or a lab file
   */
  public MidoLab(String nameOrPath) {
    this.nameOrPath = nameOrPath;
  }

  /**
   * Boots the lab under another name, so that it can run at the same time as another lab of the
   * same file.
   *
   * @throws IllegalArgumentException if the text is not a valid name of a lab, see {@link
   *     LabName#FORM}
   */
  public MidoLab named(String other) {
    this.name = Optional.of(new LabName(other));
    return this;
  }

  /** Performs all the lab's features before the first test. Without this, its nodes are bare. */
  public MidoLab walked() {
    this.walk = Walk.ALL;
    return this;
  }

  /**
   * Performs the lab's features up to the end of a step before the first test.
   *
   * @param toStep a step, as for {@code ./lab up --at}: {@code 4}, {@code 4.4}, {@code 4.1-zk-2}
   */
  public MidoLab walkedTo(String toStep) {
    this.walk = Walk.UP_TO_STEP;
    this.step = toStep;
    return this;
  }

  /**
   * Boots the lab and performs the requested features. Takes about ten seconds for bare nodes, and
   * longer if images have to be built first.
   *
   * @throws org.midolab.lab.runtime.EnvironmentException if the machine lacks something
   * @throws org.midolab.lab.runtime.LabFailure if a node does not boot or a step fails; the lab is
   *     removed then
   */
  @Override
  public void start() {
    LabHome home = LabHome.find();
    new Setup(home).require(Setup::allowedByEnvironment, Progress.SILENT);
    LabBuilder builder = LabBuilder.of(home, nameOrPath).ownedByThisProcess();
    lab = name.map(builder::named).orElse(builder).boot();
    try {
      walk();
    } catch (RuntimeException | Error e) {
      stop();
      throw e;
    }
  }

  private void walk() {
    if (walk == Walk.NOTHING) {
      return;
    }
    try (var guide = LabGuide.on(lab())) {
      var runner = guide.runner().mode(Mode.PERFORM);
      if (walk == Walk.UP_TO_STEP) {
        runner.upTo(new StepName(step));
      }
      runner.run().orFail();
    }
  }

  /** Removes the lab completely. Does nothing if it is not up. */
  @Override
  public void stop() {
    if (lab != null) {
      lab.down();
      lab.close();
      lab = null;
    }
  }

  /**
   * Returns the running lab.
   *
   * @throws IllegalStateException if it was not started
   */
  public Lab lab() {
    if (lab == null) {
      throw new IllegalStateException(
          "lab '"
              + nameOrPath
              + "' is not up; register MidoLab as a static extension, or start it");
    }
    return lab;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop();
  }
}
