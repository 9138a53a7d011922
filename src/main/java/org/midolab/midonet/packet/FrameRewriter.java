package org.midolab.midonet.packet;

import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/** Changes headers of a frame and updates its checksums. */
public final class FrameRewriter {

  private FrameRewriter() {}

  public static void setEthernet(byte[] frame, Mac source, Mac destination) {
    destination.writeTo(frame, 0);
    source.writeTo(frame, 6);
  }

  /** Sets both addresses of an IPv4 frame, and updates the checksums of IP, TCP and UDP. */
  public static void setIp(byte[] frame, Ip4 source, Ip4 destination) {
    int at = Bytes.payloadOffset(frame);
    setAddresses(frame, at, frame.length, source, destination);
  }

  /** Sets both ports of a TCP or UDP frame that is no later fragment, and updates its checksum. */
  public static void setPorts(byte[] frame, int source, int destination) {
    setPorts(frame, Bytes.payloadOffset(frame), frame.length, source, destination);
  }

  /** Sets the identifier of an ICMP echo request or reply, and updates its checksum. */
  public static void setEchoId(byte[] frame, int id) {
    setEchoId(frame, Bytes.payloadOffset(frame), id);
  }

  public static void setTtl(byte[] frame, int ttl) {
    int at = Bytes.payloadOffset(frame);
    int before = Bytes.u16(frame, at + 8);
    frame[at + 8] = (byte) ttl;
    int checksum =
        InternetChecksum.update16(Bytes.u16(frame, at + 10), before, Bytes.u16(frame, at + 8));
    Bytes.put16(frame, at + 10, checksum);
  }

  /**
   * Turns an ARP request into its reply, in place. The reply goes to the request's sender hardware
   * address; a VLAN tag stays.
   *
   * @param owner MAC of the host that has the requested address
   */
  public static void answerArp(byte[] frame, Mac owner) {
    int at = Bytes.payloadOffset(frame);
    Mac asker = Mac.at(frame, at + 8);
    Ip4 askerIp = Bytes.ip4(frame, at + 14);
    Ip4 asked = Bytes.ip4(frame, at + 24);
    setEthernet(frame, owner, asker);
    Bytes.put16(frame, at + 6, FlowKey.ARP_REPLY);
    owner.writeTo(frame, at + 8);
    Bytes.put32(frame, at + 14, asked.bits());
    asker.writeTo(frame, at + 18);
    Bytes.put32(frame, at + 24, askerIp.bits());
  }

  /** Returns a copy of the frame without its VLAN tag, or the same array when it has none. */
  public static byte[] popVlan(byte[] frame) {
    if (!Bytes.isTagged(frame)) {
      return frame;
    }
    byte[] untagged = new byte[frame.length - 4];
    System.arraycopy(frame, 0, untagged, 0, 12);
    System.arraycopy(frame, 16, untagged, 12, frame.length - 16);
    return untagged;
  }

  /**
   * Returns a copy of the frame with this VLAN id: in its tag, or in a new tag when it has none.
   */
  public static byte[] pushVlan(byte[] frame, int id) {
    if (Bytes.isTagged(frame)) {
      byte[] tagged = frame.clone();
      Bytes.put16(tagged, 14, Bytes.u16(frame, 14) & 0xF000 | id);
      return tagged;
    }
    byte[] tagged = new byte[frame.length + 4];
    System.arraycopy(frame, 0, tagged, 0, 12);
    Bytes.put16(tagged, 12, Bytes.ETHERTYPE_VLAN);
    Bytes.put16(tagged, 14, id);
    System.arraycopy(frame, 12, tagged, 16, frame.length - 12);
    return tagged;
  }

  /**
   * Sets the addresses of the IPv4 header at {@code ip}. The packet may be quoted in an ICMP error
   * and truncated.
   *
   * @param end offset of the first byte after the available part of the packet
   */
  static void setAddresses(byte[] frame, int ip, int end, Ip4 source, Ip4 destination) {
    int sourceBefore = Bytes.i32(frame, ip + 12);
    int destinationBefore = Bytes.i32(frame, ip + 16);
    Bytes.put32(frame, ip + 12, source.bits());
    Bytes.put32(frame, ip + 16, destination.bits());
    updateChecksum(
        frame, ip + 10, sourceBefore, source.bits(), destinationBefore, destination.bits());
    int l4 = l4Checksum(frame, ip);
    if (l4 >= 0 && l4 + 2 <= end) {
      updateChecksum(frame, l4, sourceBefore, source.bits(), destinationBefore, destination.bits());
    }
  }

  /**
   * Sets the ports behind the IPv4 header at {@code ip}, which may be quoted in an ICMP error and
   * cut short.
   *
   * @param end where what there is of the packet ends
   */
  static void setPorts(byte[] frame, int ip, int end, int source, int destination) {
    int at = ip + Bytes.ipHeaderLength(frame, ip);
    int before = Bytes.i32(frame, at);
    int after = source << 16 | destination;
    Bytes.put32(frame, at, after);
    int l4 = l4Checksum(frame, ip);
    if (l4 >= 0 && l4 + 2 <= end) {
      Bytes.put16(frame, l4, InternetChecksum.update32(Bytes.u16(frame, l4), before, after));
    }
  }

  /** Sets the identifier of the ICMP echo behind the IPv4 header at {@code ip}. */
  static void setEchoId(byte[] frame, int ip, int id) {
    int icmp = ip + Bytes.ipHeaderLength(frame, ip);
    int checksum =
        InternetChecksum.update16(Bytes.u16(frame, icmp + 2), Bytes.u16(frame, icmp + 4), id);
    Bytes.put16(frame, icmp + 4, id);
    Bytes.put16(frame, icmp + 2, checksum);
  }

  /**
   * Returns the offset of the TCP or UDP checksum, or -1 when there is none: in later fragments,
   * and in UDP packets whose checksum is 0, that is, not computed (RFC 768).
   */
  private static int l4Checksum(byte[] frame, int ip) {
    if ((Bytes.u16(frame, ip + 6) & 0x1FFF) != 0) {
      return -1;
    }
    int l4 = ip + Bytes.ipHeaderLength(frame, ip);
    return switch (Bytes.u8(frame, ip + 9)) {
      case FlowKey.PROTO_TCP -> l4 + 16;
      case FlowKey.PROTO_UDP ->
          l4 + 8 <= frame.length && Bytes.u16(frame, l4 + 6) != 0 ? l4 + 6 : -1;
      default -> -1;
    };
  }

  private static void updateChecksum(
      byte[] frame, int at, int sourceBefore, int source, int destinationBefore, int destination) {
    int checksum = InternetChecksum.update32(Bytes.u16(frame, at), sourceBefore, source);
    Bytes.put16(frame, at, InternetChecksum.update32(checksum, destinationBefore, destination));
  }
}
