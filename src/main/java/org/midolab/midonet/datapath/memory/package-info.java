/**
 * The datapath for tests without privileges. {@code InMemoryDatapath} is all of it. It may use
 * {@code common}.
 */
package org.midolab.midonet.datapath.memory;
