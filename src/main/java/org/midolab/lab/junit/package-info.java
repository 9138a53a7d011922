/**
 * A lab for tests: {@link org.midolab.lab.junit.MidoLab} boots one for the time of a test class.
 *
 * <p>Testcontainers and JUnit are the test's own to bring; nothing else of the lab needs them.
 */
package org.midolab.lab.junit;
