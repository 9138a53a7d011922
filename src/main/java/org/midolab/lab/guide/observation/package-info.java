/**
 * What a step looks with: the observer, which waits for what is expected, and what explains a
 * failure: the services that do not run, and the place where a packet is lost.
 *
 * <p>It uses {@code catalogue} for the nodes that a line names, and {@code run} for the mode and
 * the journal. It does not act on nodes by way of {@code terminal}.
 */
package org.midolab.lab.guide.observation;
