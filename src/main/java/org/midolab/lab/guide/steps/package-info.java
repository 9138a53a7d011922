/**
 * What the lines of the features mean, a class per subject. A {@code @When} acts through the {@link
 * org.midolab.lab.guide.terminal.Operator} only, a {@code @Then} looks through the {@link
 * org.midolab.lab.guide.observation.Observer} only; so each of them rests in the runs that are not
 * theirs.
 */
package org.midolab.lab.guide.steps;
