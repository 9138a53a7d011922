/**
 * Executes the guide: the catalogue, the runner that walks the features, and the glue code by which
 * steps of Gherkin act on nodes and observe them.
 *
 * <pre>
 *   features/catalogue.yaml ──► Catalogue ──► Route (which scenarios, in which order, after what)
 *   features/*.feature ───────► Cucumber ──┐        │
 *                                          ▼        ▼
 *   ./lab up     PERFORM  ──────────►  GuideRunner ──► steps: Operator types (When) · Observer observes (Then)
 *   ./lab check  OBSERVE  ──────────►      │
 *   mvn verify   PERFORM_AND_OBSERVE ─►    └─► GuideResult: one Outcome per scenario and per item, with evidence
 * </pre>
 *
 * A {@code Then} never uses state that a {@code When} stored: it finds its objects by name or
 * address. So the same features can install a lab, check an installation and grade a trainee. The
 * exception are scenarios that change or break the lab for their time: what they compare with is
 * recorded by the {@code When}.
 *
 * <p>This package has only {@link org.midolab.lab.guide.LabGuide}, the entry point for other
 * packages of the lab. It uses the subpackages {@code catalogue}, {@code run} and {@code terminal};
 * none of them uses it. {@code steps} and {@code gate} are the glue code, which Cucumber loads by
 * name. Dependencies of the subpackages: {@code catalogue} uses none; {@code run} uses {@code
 * catalogue}; {@code terminal} and {@code observation} use {@code catalogue} and {@code run};
 * {@code gate} uses {@code run}; {@code steps} uses all four others.
 */
@NullMarked
package org.midolab.lab.guide;

import org.jspecify.annotations.NullMarked;
