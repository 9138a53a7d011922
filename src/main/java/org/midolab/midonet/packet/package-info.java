/**
 * What a frame looks like to the datapath and to the simulation: the fields that flows match on,
 * masks over them, and the codec between bytes and fields. Values only.
 */
package org.midolab.midonet.packet;
