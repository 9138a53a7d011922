/**
 * Frames as the datapath and the simulation see them: the fields that flows match, masks of these
 * fields, and the codec between bytes and fields. No class here does I/O.
 */
package org.midolab.midonet.packet;
