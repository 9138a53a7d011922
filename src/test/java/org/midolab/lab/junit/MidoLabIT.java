package org.midolab.lab.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example of the README, with the same text. */
class MidoLabIT {

  // the example begins
  @RegisterExtension
  static final MidoLab LAB = new MidoLab("pair").named("mytest").walkedTo("lab-nodes-nsdb");

  @Test
  void theUnderlayWorksAndTheDatabaseAnswers() {
    var compute1 = LAB.lab().node("compute1");
    assertThat(compute1.exec("ping", "-c1", "-W2", "198.19.0.12").ok()).isTrue();
    assertThat(compute1.shell("echo ruok | nc -N nsdb1 2181").out()).isEqualTo("imok");
  }
  // the example ends
}
