/**
 * The hooks around every scenario: nobody passes whose prerequisites failed, and what was typed and
 * seen is kept.
 */
package org.midolab.lab.guide.gate;
