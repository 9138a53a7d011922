/**
 * Observations of steps: the observer, which waits for expected values, and the diagnosis of
 * failures: services that do not run, and the place where a packet is lost.
 *
 * <p>The package uses {@code catalogue} for the nodes that a step names, and {@code run} for the
 * mode and the journal. It does not use {@code terminal}.
 */
@NullMarked
package org.midolab.lab.guide.observation;

import org.jspecify.annotations.NullMarked;
