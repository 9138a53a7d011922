package org.midolab.midonet.nsdb;

/**
 * A stored object with its version.
 *
 * @param version version of the stored object: 0 when created, and one more with each change; an
 *     ETag can be made from it and {@code created}
 * @param created ZooKeeper's transaction id of the object's creation
 */
public record Versioned<T>(T value, int version, long created) {}
