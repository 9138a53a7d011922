/**
 * Labs in tests: {@link org.midolab.lab.junit.MidoLab} runs a lab during a test class.
 *
 * <p>The test's own project must depend on Testcontainers and JUnit; no other package of the lab
 * needs them.
 */
@NullMarked
package org.midolab.lab.junit;

import org.jspecify.annotations.NullMarked;
