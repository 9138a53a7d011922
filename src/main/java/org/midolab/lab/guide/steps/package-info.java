/**
 * The step definitions of the features, one class for each subject. A {@code @When} acts only
 * through the {@link org.midolab.lab.guide.terminal.Operator}, and a {@code @Then} observes only
 * through the {@link org.midolab.lab.guide.observation.Observer}. So a {@code @When} does nothing
 * in a run that only observes, and a {@code @Then} does nothing in a run that only performs.
 */
package org.midolab.lab.guide.steps;
