/**
 * Statements about a lab that anybody can judge again: each has a name and parameters, and is a
 * pure function of the raw answers that were got.
 *
 * <pre>
 *   a step   ──► Assertion (name, parameters) ──► Rules ──► Rule ──► Finding (holds, what was seen)
 *   a log    ──►          the same                             ▲
 *   List of RawAnswer ─────────────────────────────────────────┘
 * </pre>
 *
 * The steps judge a running lab by these rules, and whoever checks a certificate judges the kept
 * answers by the same ones (docs: certification.md#assertions). Nothing here asks a node, reads a
 * file or looks at a clock.
 */
package org.midolab.lab.assertion;
