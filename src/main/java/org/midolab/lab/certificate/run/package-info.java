/**
 * A run as its log tells it: written while it goes on, read when it is judged.
 *
 * <pre>
 *   GuideRunner ──ScenarioResult──► RunRecorder ──RunEvent──► RunLog, EvidenceStore
 *   LogFile ──► RunRecord (scenarios, their observations) ──► Reevaluation
 * </pre>
 *
 * <p>It uses {@code bundle}, the assertions, and the guide's runner for the events of a run.
 */
package org.midolab.lab.certificate.run;
