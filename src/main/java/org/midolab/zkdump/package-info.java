/**
 * {@code zkdump}, which prints what a ZooKeeper holds. It stands alone and is compiled for Java 17,
 * which is what the nodes of the network state database have.
 */
package org.midolab.zkdump;
