/**
 * The guide as an executable: its catalogue, the runner that walks its features, and the glue that
 * lets a line of Gherkin act on nodes and look at them.
 *
 * <pre>
 *   features/catalogue.yaml ──► Catalogue ──► Route (which scenarios, in which order, after what)
 *   features/*.feature ───────► Cucumber ──┐        │
 *                                          ▼        ▼
 *   ./lab up     PERFORM  ──────────►  GuideRunner ──► steps: Operator types (When) · Observer looks (Then)
 *   ./lab check  OBSERVE  ──────────►      │
 *   mvn verify   PERFORM_AND_OBSERVE ─►    └─► GuideResult: one Outcome per scenario and per item, with evidence
 * </pre>
 *
 * A {@code Then} never relies on what a {@code When} remembered: it finds its objects by name or
 * address. That is what lets one text install a lab, judge an installation and grade a trainee.
 */
package org.midolab.lab.guide;
