/**
 * The datapath for tests without privileges. The package contains only {@code InMemoryDatapath} and
 * may use {@code common}.
 */
@NullMarked
package org.midolab.midonet.datapath.memory;

import org.jspecify.annotations.NullMarked;
