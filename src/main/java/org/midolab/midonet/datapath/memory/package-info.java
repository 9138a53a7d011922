/**
 * The datapath for tests without privileges. The package contains only {@code InMemoryDatapath} and
 * may use {@code common}.
 */
package org.midolab.midonet.datapath.memory;
