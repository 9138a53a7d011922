package org.midolab.midonet.agent.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.packet.FlowKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that simulate frames without a flow. All frames of a flow go to the same thread, in
 * order. Frames that do not fit into a thread's queue are dropped and counted.
 *
 * <p>A thread that an {@link Error} ends is not replaced, because the handler of uncaught
 * exceptions ends the agent.
 */
final class Workers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  /**
   * Frames that wait for a thread: those of some tenths of a second, as long as a garbage
   * collection.
   */
  private static final int QUEUE = 4096;

  private final List<BlockingQueue<Upcall>> queues = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Consumer<Upcall> work;
  private final Consumer<Upcall> dropped;

  /**
   * @param count number of threads, 1 or more
   * @param work simulates a frame
   * @param dropped receives each frame whose thread's queue is full
   */
  Workers(int count, Consumer<Upcall> work, Consumer<Upcall> dropped) {
    this.work = work;
    this.dropped = dropped;
    for (int i = 0; i < count; i++) {
      BlockingQueue<Upcall> queue = new ArrayBlockingQueue<>(QUEUE);
      queues.add(queue);
      threads.add(Thread.ofPlatform().name("simulation-" + i).daemon().start(() -> take(queue)));
    }
  }

  /** Queues a frame for simulation. Never blocks. */
  void submit(Upcall upcall) {
    int hash = flowHash(upcall.key());
    if (!queues.get(Math.floorMod(hash, queues.size())).offer(upcall)) {
      dropped.accept(upcall);
    }
  }

  private static int flowHash(FlowKey key) {
    int hash = key.inPort();
    hash = 31 * hash + key.tunnelKey();
    hash = 31 * hash + Long.hashCode(key.ethSrc().bits());
    hash = 31 * hash + Long.hashCode(key.ethDst().bits());
    hash = 31 * hash + key.ipSrc().bits();
    hash = 31 * hash + key.ipDst().bits();
    hash = 31 * hash + (key.tpSrc() << 16 | key.tpDst());
    return hash ^ hash >>> 16;
  }

  private void take(BlockingQueue<Upcall> queue) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Upcall upcall = queue.take();
        try {
          work.accept(upcall);
        } catch (RuntimeException | StackOverflowError e) {
          // A single frame can cause these, and must not stop the simulation of others.
          LOG.error("frame {} was dropped, because its simulation failed", upcall.key(), e);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
