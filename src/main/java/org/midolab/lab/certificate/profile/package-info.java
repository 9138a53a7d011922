/**
 * What is to be shown, and what a product claims: the profile with its canonical list of scenarios
 * and assertions, and the product's declaration (docs: certification.md#profiles).
 *
 * <p>It reads files and runs nothing.
 */
package org.midolab.lab.certificate.profile;
