/**
 * The exception of a failed command, with the line that is printed. All other packages of {@code
 * midonet-cli} may use it; it uses none of them.
 */
@NullMarked
package org.midolab.midonet.cli.failure;

import org.jspecify.annotations.NullMarked;
