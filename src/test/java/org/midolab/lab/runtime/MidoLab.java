package org.midolab.lab.runtime;

import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.midolab.lab.spec.LabName;
import org.testcontainers.lifecycle.Startable;

/**
 * A lab for the time of a test class, in the shape that Testcontainers and JUnit know:
 *
 * <pre>{@code
 * @RegisterExtension static final MidoLab lab = new MidoLab("labs/pair").named("mytest");
 * }</pre>
 *
 * It goes when the tests' JVM goes, however that ends, and leaves nothing behind.
 */
public final class MidoLab implements Startable, BeforeAllCallback, AfterAllCallback {

  private final String nameOrPath;
  private String name;
  private Lab lab;

  /**
   * @param nameOrPath a shipped lab's name, a directory with a {@code lab.yaml}, or a lab file
   */
  public MidoLab(String nameOrPath) {
    this.nameOrPath = nameOrPath;
  }

  /** Boots it under another name, so that it runs beside the same lab of somebody else. */
  public MidoLab named(String other) {
    this.name = other;
    return this;
  }

  @Override
  public Set<Startable> getDependencies() {
    return Set.of();
  }

  @Override
  public void start() {
    LabHome home = LabHome.find();
    new Setup(home).require(Setup::allowedByEnvironment, Progress.SILENT);
    LabBuilder builder = LabBuilder.of(home, nameOrPath).ownedByThisProcess();
    lab = (name == null ? builder : builder.named(new LabName(name))).boot();
  }

  @Override
  public void stop() {
    if (lab != null) {
      lab.down();
      lab.close();
      lab = null;
    }
  }

  /** The running lab. */
  public Lab lab() {
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
