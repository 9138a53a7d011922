/**
 * The lab file and what it means: {@code lab.yaml} is read into a raw {@link
 * org.midolab.lab.spec.LabSpec}, and planned into a {@link org.midolab.lab.spec.LabPlan} in which
 * every name resolves, every address fits and every link has two free ends. Values only: nothing
 * here starts, reads or writes anything.
 *
 * <pre>
 *   text ──LabFile──► LabSpec ──Planner──► LabPlan ──► org.midolab.lab.runtime
 *          shape        │        meaning
 *                       └─ every value keeps its place (line, column) for the message
 * </pre>
 *
 * The dialect is containerlab's where it has a word for the thing; {@code bgp}, {@code loopback}
 * and {@code routes} of a node are ours.
 */
package org.midolab.lab.spec;
