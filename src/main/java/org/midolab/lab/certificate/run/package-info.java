/**
 * The events of a run: they are written to the log during the run, and read for the assessment.
 *
 * <pre>
 *   GuideRunner ──ScenarioResult──► RunRecorder ──RunEvent──► RunLog, EvidenceStore
 *   LogFile ──► RunRecord (scenarios, their observations) ──► Reevaluation
 * </pre>
 *
 * <p>The package uses {@code bundle}, the assertions, and the guide's runner for the events of a
 * run.
 */
@NullMarked
package org.midolab.lab.certificate.run;

import org.jspecify.annotations.NullMarked;
