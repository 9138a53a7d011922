package org.midolab.lab.junit;

import java.util.Optional;
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
 * A lab for the time of a test class: a Testcontainers {@link Startable}, and a JUnit extension
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
 * The lab goes when the tests' JVM goes, however that ends, and leaves nothing behind. It is booted
 * from the checkout that the system property {@code midolab.home} names, or the working directory.
 * The machine is set up on the way only if {@code CI} or {@code MIDOLAB_SETUP=yes} allow it.
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
  private Lab lab;

  /**
   * @param nameOrPath a shipped lab's name, a directory with a {@code lab.yaml}, or a lab file
   */
  public MidoLab(String nameOrPath) {
    this.nameOrPath = nameOrPath;
  }

  /**
   * Boots it under another name, so that it runs beside the same lab of somebody else.
   *
   * @throws IllegalArgumentException when the text is not a lab's name, see {@link LabName#FORM}
   */
  public MidoLab named(String other) {
    this.name = Optional.of(new LabName(other));
    return this;
  }

  /** Performs all its features before the first test; without this its nodes are bare. */
  public MidoLab walked() {
    this.walk = Walk.ALL;
    return this;
  }

  /**
   * Performs its features up to the end of a step before the first test.
   *
   * @param toStep as {@code ./lab up --at} takes it: {@code 4}, {@code 4.4}, {@code 4.1-zk-2}
   */
  public MidoLab walkedTo(String toStep) {
    this.walk = Walk.UP_TO_STEP;
    this.step = toStep;
    return this;
  }

  /**
   * Boots the lab and walks as far as was asked for. Takes some ten seconds for bare nodes, more
   * when images have to be built first.
   *
   * @throws org.midolab.lab.runtime.EnvironmentException when the machine lacks something
   * @throws org.midolab.lab.runtime.LabFailure when a node does not boot or a step is red; nothing
   *     is left then
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
    try (var guide = LabGuide.on(lab)) {
      var runner = guide.runner().mode(Mode.PERFORM);
      if (walk == Walk.UP_TO_STEP) {
        runner.upTo(new StepName(step));
      }
      runner.run().orFail();
    }
  }

  /** Takes the lab down; nothing of it is left. Does nothing when it is not up. */
  @Override
  public void stop() {
    if (lab != null) {
      lab.down();
      lab.close();
      lab = null;
    }
  }

  /**
   * The running lab.
   *
   * @throws IllegalStateException when it was not started
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
