/**
 * The verbs of {@code ./lab}. Each verb is a class with its own manual.
 *
 * <p>Exit codes: 0 success, 1 a check or an operation failed, 2 wrong usage, 3 the machine lacks
 * something. {@code exec}, {@code shell} and {@code cli} end with the exit code of the command on
 * the node.
 */
package org.midolab.lab.command;
