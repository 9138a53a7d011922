package org.midolab.midonet.packet;

import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * ARP packet for IPv4 over Ethernet (RFC 826).
 *
 * @param operation {@link FlowKey#ARP_REQUEST} or {@link FlowKey#ARP_REPLY}
 */
public record ArpPacket(int operation, Mac senderMac, Ip4 senderIp, Mac targetMac, Ip4 targetIp) {

  private static final int LENGTH = 28;

  /** Shortest Ethernet frame without its check sequence; shorter ones are padded on real wires. */
  private static final int MIN_FRAME = 60;

  public static ArpPacket request(Mac senderMac, Ip4 senderIp, Ip4 targetIp) {
    return new ArpPacket(FlowKey.ARP_REQUEST, senderMac, senderIp, Mac.ZERO, targetIp);
  }

  /** Returns the reply to this request: {@code owner} has the requested address. */
  public ArpPacket answer(Mac owner) {
    return new ArpPacket(FlowKey.ARP_REPLY, owner, targetIp, senderMac, senderIp);
  }

  /**
   * Returns whether the sender announces its own address, in a request or in a reply (RFC 5227 §3).
   */
  public boolean isGratuitous() {
    return senderIp.equals(targetIp);
  }

  /**
   * Parses an Ethernet frame, with or without a VLAN tag.
   *
   * @throws MalformedFrameException when the frame does not contain ARP for IPv4 over Ethernet
   */
  public static ArpPacket parse(byte[] frame) {
    if (!FrameParser.parse(frame, 0, 0).isArp()) {
      throw new MalformedFrameException("no ARP");
    }
    int at = Bytes.payloadOffset(frame);
    return new ArpPacket(
        Bytes.u16(frame, at + 6),
        Mac.at(frame, at + 8),
        Bytes.ip4(frame, at + 14),
        Mac.at(frame, at + 18),
        Bytes.ip4(frame, at + 24));
  }

  /**
   * Returns the packet in an untagged frame. Its source is the sender's MAC; requests are
   * broadcast, replies go to the target's MAC.
   */
  public byte[] toFrame() {
    return toFrame(0);
  }

  /**
   * Returns the packet in a frame, as {@link #toFrame()} does.
   *
   * @param vlan VLAN id plus 0x1000 for a tagged frame, else 0
   */
  public byte[] toFrame(int vlan) {
    int at = vlan == 0 ? Bytes.ETHERNET_LENGTH : Bytes.ETHERNET_LENGTH + 4;
    byte[] frame = new byte[Math.max(MIN_FRAME, at + LENGTH)];
    (operation == FlowKey.ARP_REQUEST ? Mac.BROADCAST : targetMac).writeTo(frame, 0);
    senderMac.writeTo(frame, 6);
    if (vlan != 0) {
      Bytes.put16(frame, 12, Bytes.ETHERTYPE_VLAN);
      Bytes.put16(frame, 14, vlan & 0x0FFF);
    }
    Bytes.put16(frame, at - 2, FlowKey.ETHERTYPE_ARP);
    Bytes.put32(frame, at, 0x0001_0800);
    Bytes.put16(frame, at + 4, 0x0604);
    Bytes.put16(frame, at + 6, operation);
    senderMac.writeTo(frame, at + 8);
    Bytes.put32(frame, at + 14, senderIp.bits());
    targetMac.writeTo(frame, at + 18);
    Bytes.put32(frame, at + 24, targetIp.bits());
    return frame;
  }
}
