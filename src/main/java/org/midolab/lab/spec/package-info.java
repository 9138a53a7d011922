/**
 * Reads and checks the lab file. {@code lab.yaml} is read into a {@link
 * org.midolab.lab.spec.LabSpec}, which is checked and turned into a {@link
 * org.midolab.lab.spec.LabPlan}: every name is defined, every address is valid and every link has
 * two free ends. The package has values only: it starts nothing, and reads and writes no files.
 *
 * <pre>
 *   text ──LabFile──► LabSpec ──Planner──► LabPlan ──► org.midolab.lab.runtime
 *          shape        │        meaning
 *                       └─ every value has its place (line, column) for messages
 * </pre>
 *
 * The keys are those of containerlab where it has such a key. The keys {@code bgp}, {@code
 * loopback} and {@code routes} of a node are our own.
 */
@NullMarked
package org.midolab.lab.spec;

import org.jspecify.annotations.NullMarked;
