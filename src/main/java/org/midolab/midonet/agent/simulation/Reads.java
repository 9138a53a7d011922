package org.midolab.midonet.agent.simulation;

import java.util.EnumSet;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowMask;

/**
 * The bits of the original frame that a simulation has read.
 *
 * <p>This rule makes a mask sound: all decisions of the simulation, and all values in its actions,
 * may depend only on bits of the frame that are recorded here.
 */
final class Reads {

  private final EnumSet<FlowField> fields = EnumSet.noneOf(FlowField.class);
  private int sourceBits;
  private int destinationBits;
  private boolean beyondFields;

  void field(FlowField field) {
    fields.add(field);
  }

  void source(int bits) {
    sourceBits = Math.max(sourceBits, bits);
  }

  void destination(int bits) {
    destinationBits = Math.max(destinationBits, bits);
  }

  /** A decision depends on bits outside all {@link FlowField}s, so the frame cannot have a flow. */
  void beyondFields() {
    beyondFields = true;
  }

  boolean isBeyondFields() {
    return beyondFields;
  }

  /**
   * Returns the mask of all bits that were read. Prefixes are rounded up to whole bytes: a mask
   * remains correct with more bits, and a flow table is faster with fewer different masks.
   */
  FlowMask mask() {
    return new FlowMask(fields, wholeBytes(sourceBits), wholeBytes(destinationBits));
  }

  private static int wholeBytes(int bits) {
    return bits + 7 & ~7;
  }

  /**
   * Returns the number of leading bits of {@code address} that decide whether it is in a prefix:
   * the prefix length if it is, else the bits up to the first difference. 0 to 32.
   */
  static int bitsToTell(int address, int prefix, int length) {
    return Math.min(length, Integer.numberOfLeadingZeros(address ^ prefix) + 1);
  }
}
