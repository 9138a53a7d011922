/**
 * One run over the features: the runner, the route through the scenarios, the outcome of each, and
 * the journal with the evidence, from which secrets are removed.
 *
 * <p>It uses {@code catalogue}. It does not know what the steps do; it gives them their tools by
 * type.
 */
package org.midolab.lab.guide.run;
