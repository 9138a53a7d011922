/**
 * A run of the features: the runner, the order of the scenarios, the outcome of each, and the
 * journal with the evidence, from which secrets are removed.
 *
 * <p>The package uses {@code catalogue}. It does not depend on the steps; it passes them their
 * objects by type.
 */
package org.midolab.lab.guide.run;
