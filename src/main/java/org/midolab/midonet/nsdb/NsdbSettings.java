package org.midolab.midonet.nsdb;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * How to reach ZooKeeper and how patient to be (docs: nsdb.md#sessions, keys {@code zookeeper.*}).
 *
 * @param hosts {@code host:port,...}
 * @param rootKey the path under which everything lies
 * @param sessionTimeout of {@link Session#NORMAL}
 * @param failFastSessionTimeout of {@link Session#FAIL_FAST}
 * @param operationTimeout the longest that one operation waits for a connection before {@link
 *     StorageUnavailableException}
 * @param bufferSize largest packet in bytes ({@code jute.maxbuffer}); the servers' must be the same
 * @param transactionAttempts how often a transaction that lost a race is tried in all
 */
@RecordBuilder
public record NsdbSettings(
    String hosts,
    String rootKey,
    Duration sessionTimeout,
    Duration failFastSessionTimeout,
    Duration operationTimeout,
    int bufferSize,
    int transactionAttempts)
    implements NsdbSettingsBuilder.With {

  /** MidoNet's defaults for an ensemble at {@code hosts}. */
  public static NsdbSettings of(String hosts) {
    return new NsdbSettings(
        hosts,
        "/midonet",
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofSeconds(8),
        4 << 20,
        3);
  }
}
