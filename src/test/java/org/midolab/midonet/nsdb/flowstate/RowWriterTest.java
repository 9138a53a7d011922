package org.midolab.midonet.nsdb.flowstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.nsdb.FlowState;

class RowWriterTest {

  private final BlockingQueue<RowWriter.Write> written = new LinkedBlockingQueue<>();
  private final CountDownLatch connected = new CountDownLatch(1);
  private volatile CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);
  private final RowWriter writer =
      new RowWriter(
          write -> {
            connected.await();
            written.add(write);
            return answer;
          });

  @AfterEach
  void close() {
    writer.close();
  }

  private static RowWriter.Write write(int port) {
    FlowState.Tuple packets = new FlowState.Tuple(6, Ip4.ANY, port, Ip4.ANY, 80, new UUID(1, 1));
    Row row = new Row(Row.Direction.INGRESS, new UUID(2, 1), new FlowState.Connection(packets));
    return new RowWriter.Write(row, 60);
  }

  @Test
  void rowsWaitForAConnectionAndAreWrittenInOrder() throws Exception {
    writer.write(write(1));
    writer.write(write(2));
    assertThat(written.poll(100, TimeUnit.MILLISECONDS)).isNull();
    connected.countDown();
    assertThat(written.poll(10, TimeUnit.SECONDS)).isEqualTo(write(1));
    assertThat(written.poll(10, TimeUnit.SECONDS)).isEqualTo(write(2));
  }

  @Test
  void beyondTheBoundRowsAreDroppedAndCounted() {
    // The thread holds one of them, or has not come to it yet.
    for (int i = 0; i < RowWriter.QUEUE + 1; i++) {
      writer.write(write(i));
    }
    long before = writer.dropped();
    assertThat(before).isLessThanOrEqualTo(1);
    for (int i = 0; i < 10; i++) {
      writer.write(write(i));
    }
    assertThat(writer.dropped() - before).isBetween(9L, 10L);
    connected.countDown();
    await().until(() -> written.size() >= RowWriter.QUEUE);
  }

  @Test
  void onlySoManyAreWrittenAtTheSameTime() {
    connected.countDown();
    answer = new CompletableFuture<>();
    for (int i = 0; i < RowWriter.AT_ONCE + 10; i++) {
      writer.write(write(i));
    }
    await().until(() -> written.size() >= RowWriter.AT_ONCE);
    await().during(Duration.ofMillis(100)).until(() -> written.size() == RowWriter.AT_ONCE);
    answer.complete(null);
    await().until(() -> written.size() == RowWriter.AT_ONCE + 10);
    assertThat(writer.dropped()).isZero();
  }

  @Test
  void aFailureIsCountedAndTheNextRowIsWritten() {
    connected.countDown();
    answer = CompletableFuture.failedFuture(new IllegalStateException("away"));
    writer.write(write(1));
    await().until(() -> writer.failed() == 1);
    answer = CompletableFuture.completedFuture(null);
    writer.write(write(2));
    await().until(() -> written.size() == 2);
    assertThat(writer.failed()).isEqualTo(1);
  }
}
