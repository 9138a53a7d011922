/**
 * The command {@code zkdump}, which prints the contents of a ZooKeeper server. It uses no other
 * package of the project and is compiled for Java 17, the version on the NSDB nodes.
 */
package org.midolab.zkdump;
