/**
 * The {@code ./lab} verbs, one file per verb, each a page of its own manual.
 *
 * <p>Exit codes: 0 fine, 1 something was checked or done and failed, 2 wrong usage, 3 the machine
 * lacks something. {@code exec}, {@code shell} and {@code cli} end with the exit code of what ran.
 */
package org.midolab.lab.command;
