/**
 * Requirements and claims: the profile with its canonical list of scenarios, titles and assertions,
 * and the product's declarations (docs: certification.md#profiles).
 *
 * <p>The package reads files and runs no scenario.
 */
@NullMarked
package org.midolab.lab.certificate.profile;

import org.jspecify.annotations.NullMarked;
