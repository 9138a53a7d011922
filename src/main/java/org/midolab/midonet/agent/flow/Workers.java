package org.midolab.midonet.agent.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.packet.FlowKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that simulate missed frames. The frames of a flow all go to one of them, in order; a
 * worker that cannot keep up drops what does not fit its queue.
 */
final class Workers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private static final int QUEUE = 1024;

  private final List<BlockingQueue<Upcall>> queues = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong dropped = new AtomicLong();
  private final Consumer<Upcall> work;

  Workers(int count, Consumer<Upcall> work) {
    this.work = work;
    for (int i = 0; i < count; i++) {
      BlockingQueue<Upcall> queue = new ArrayBlockingQueue<>(QUEUE);
      queues.add(queue);
      threads.add(Thread.ofPlatform().name("simulation-" + i).daemon().start(() -> take(queue)));
    }
  }

  /** Never blocks. */
  void submit(Upcall upcall) {
    int hash = flowHash(upcall.key());
    if (!queues.get(Math.floorMod(hash, queues.size())).offer(upcall)) {
      dropped.incrementAndGet();
    }
  }

  /** Frames that found a queue full. */
  long dropped() {
    return dropped.get();
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
        } catch (RuntimeException e) {
          LOG.error("a frame of port {} was dropped, since its simulation failed", upcall.key(), e);
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
