/**
 * The exception of a command that did not succeed, with the line that is printed for it. All other
 * packages of {@code midonet-cli} may use it. It uses none of them.
 */
package org.midolab.midonet.cli.failure;
