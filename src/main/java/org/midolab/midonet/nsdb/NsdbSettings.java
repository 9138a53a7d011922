package org.midolab.midonet.nsdb;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * Addresses and limits of the connection to ZooKeeper: the configuration keys {@code zookeeper.*}
 * (docs: nsdb.md#sessions).
 *
 * @param hosts the servers, {@code host:port,...}
 * @param rootKey the path below which all data is stored
 * @param sessionTimeout session timeout of {@link Session#NORMAL}
 * @param failFastSessionTimeout session timeout of {@link Session#FAIL_FAST}
 * @param operationTimeout longest time that one operation waits for a connection before it throws
 *     {@link StorageUnavailableException}
 * @param bufferSize largest packet in bytes ({@code jute.maxbuffer}); the servers need the same
 *     value
 * @param transactionAttempts maximum number of attempts of a transaction that conflicts with others
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

  /** Returns MidoNet's defaults for an ensemble at {@code hosts}. */
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
