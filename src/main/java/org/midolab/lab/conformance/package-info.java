/**
 * The report of a run, for readers who did not watch it.
 *
 * <pre>
 *   GuideResult + LabPlan + Differences ──► GuideReport ──► reports/guide.html, one self-contained file
 * </pre>
 */
package org.midolab.lab.conformance;
