/**
 * What a run says to those who were not there: the report page.
 *
 * <pre>
 *   GuideResult + LabPlan + Differences ──► GuideReport ──► reports/guide.html, one self-contained file
 * </pre>
 */
@NullMarked
package org.midolab.lab.conformance;

import org.jspecify.annotations.NullMarked;
