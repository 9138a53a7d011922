/**
 * The hook before every scenario. It skips a scenario whose prerequisites failed, and starts the
 * record of the scenario's evidence.
 */
@NullMarked
package org.midolab.lab.guide.gate;

import org.jspecify.annotations.NullMarked;
