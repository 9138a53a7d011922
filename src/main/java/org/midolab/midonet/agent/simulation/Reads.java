package org.midolab.midonet.agent.simulation;

import java.util.EnumSet;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowMask;

/**
 * Which bits of the frame, as it came in, a simulation has looked at.
 *
 * <p>The rule that makes a mask sound: whatever the simulation decides, or writes into an action,
 * may depend on the frame only through bits noted here.
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

  /** A decision took what is in no {@link FlowField}; no flow can stand for it. */
  void beyondFields() {
    beyondFields = true;
  }

  boolean isBeyondFields() {
    return beyondFields;
  }

  /**
   * The mask of what was read, prefixes rounded up to whole bytes: it is as true when it matches on
   * more, and a flow table is the faster the fewer different masks it has.
   */
  FlowMask mask() {
    return new FlowMask(fields, wholeBytes(sourceBits), wholeBytes(destinationBits));
  }

  private static int wholeBytes(int bits) {
    return bits + 7 & ~7;
  }

  /**
   * How many leading bits of {@code address} tell whether it lies in a prefix: all of the prefix
   * when it does, those up to the first that differs when it does not.
   */
  static int bitsToTell(int address, int prefix, int length) {
    return Math.min(length, Integer.numberOfLeadingZeros(address ^ prefix) + 1);
  }
}
