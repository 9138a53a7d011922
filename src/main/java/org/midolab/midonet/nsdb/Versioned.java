package org.midolab.midonet.nsdb;

/**
 * A stored object with what its next change must know of it.
 *
 * @param version of the stored object: 0 when created, one more with each change; with {@code
 *     created} good for an ETag
 * @param created ZooKeeper's transaction id of the creation
 */
public record Versioned<T>(T value, int version, long created) {}
