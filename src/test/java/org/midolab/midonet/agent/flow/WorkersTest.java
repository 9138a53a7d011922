package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestFrames;

class WorkersTest {

  private final BlockingQueue<Integer> done = new ArrayBlockingQueue<>(10);

  private static Upcall upcall(int port) {
    byte[] frame = TestFrames.udp(Mac.ZERO, Mac.ZERO, "192.0.2.1", "192.0.2.2", 1, 2);
    FlowKey key = FrameParser.parse(frame, port, 0);
    return new Upcall(key, frame, 0, 0);
  }

  private Workers workers(Consumer<Upcall> work) {
    return new Workers(1, work, upcall -> {});
  }

  /** An Error other than a stack overflow leaves the process in an unknown state. */
  @Test
  void anErrorIsLetOut() throws Exception {
    BlockingQueue<Throwable> uncaught = new ArrayBlockingQueue<>(1);
    try (Workers workers =
        workers(
            upcall -> {
              Thread.currentThread()
                  .setUncaughtExceptionHandler((thread, cause) -> uncaught.add(cause));
              throw new NoClassDefFoundError("a class that is gone");
            })) {
      workers.submit(upcall(1));
      assertThat(uncaught.poll(5, TimeUnit.SECONDS)).isInstanceOf(NoClassDefFoundError.class);
    }
  }

  @Test
  void aFrameWhoseSimulationFailsDoesNotAffectOthers() throws Exception {
    try (Workers workers =
        workers(
            upcall -> {
              switch (upcall.key().inPort()) {
                case 1 -> throw new IllegalStateException("a defect");
                case 2 -> throw new StackOverflowError("a loop");
                default -> done.add(upcall.key().inPort());
              }
            })) {
      for (int port = 1; port <= 3; port++) {
        workers.submit(upcall(port));
      }
      assertThat(done.poll(5, TimeUnit.SECONDS)).isEqualTo(3);
    }
  }
}
