/**
 * What a frame looks like to the datapath and to the simulation: the fields that flows match on,
 * masks over them, and the codecs between bytes and fields, and of DHCP. Values only.
 */
@NullMarked
package org.midolab.midonet.packet;

import org.jspecify.annotations.NullMarked;
