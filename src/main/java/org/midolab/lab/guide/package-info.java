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
 *
 * <p>This package holds {@link org.midolab.lab.guide.LabGuide} only, the entry for other packages
 * of the lab. It uses the rooms {@code catalogue}, {@code run} and {@code terminal}; no room uses
 * it. {@code steps} and {@code gate} are the glue, which Cucumber loads by name. The arrows between
 * the rooms: {@code catalogue} uses none; {@code run} uses {@code catalogue}; {@code terminal} and
 * {@code observation} use {@code catalogue} and {@code run}; {@code gate} uses {@code run}; {@code
 * steps} uses all four.
 */
package org.midolab.lab.guide;
