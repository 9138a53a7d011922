/**
 * Statements about a lab that can be evaluated again from recorded answers. Each has a name and
 * parameters, and its result is a pure function of the raw answers.
 *
 * <pre>
 *   a step   ──► Assertion (name, parameters) ──► Rules ──► Rule ──► Finding (result, observed value)
 *   a log    ──►          the same                             ▲
 *   List of RawAnswer ─────────────────────────────────────────┘
 * </pre>
 *
 * The steps evaluate a running lab by these rules. The verifier of a certificate evaluates the
 * recorded answers by the same rules (docs: certification.md#assertions). The package accesses no
 * node, no file and no clock.
 */
@NullMarked
package org.midolab.lab.assertion;

import org.jspecify.annotations.NullMarked;
