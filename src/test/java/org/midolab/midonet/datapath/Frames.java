package org.midolab.midonet.datapath;

import java.nio.ByteBuffer;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/** Test frames of all kinds, built without the code under test. */
public final class Frames {

  public static final Mac MAC_A = Mac.parse("02:00:00:00:00:0a");
  public static final Mac MAC_B = Mac.parse("02:00:00:00:00:0b");
  public static final Mac MAC_ROUTER = Mac.parse("02:00:00:00:00:fe");
  public static final Ip4 IP_A = Ip4.parse("192.168.1.10");
  public static final Ip4 IP_B = Ip4.parse("192.168.1.11");
  public static final Ip4 IP_FLOATING = Ip4.parse("192.0.2.7");

  private Frames() {}

  public static byte[] udp(int source, int destination, String payload) {
    byte[] data = payload.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ByteBuffer l4 = ByteBuffer.allocate(8 + data.length);
    l4.putShort((short) source).putShort((short) destination).putShort((short) l4.capacity());
    l4.putShort((short) 0).put(data);
    return ipv4(IP_A, IP_B, 17, 64, 0, l4.array(), 6);
  }

  public static byte[] tcp(int source, int destination, int payload) {
    ByteBuffer l4 = ByteBuffer.allocate(20 + payload);
    l4.putShort((short) source).putShort((short) destination).putInt(1000).putInt(2000);
    l4.put((byte) 0x50).put((byte) 0x18).putShort((short) 4096);
    for (int i = 20; i < l4.capacity(); i++) {
      l4.put(i, (byte) i);
    }
    return ipv4(IP_A, IP_B, 6, 64, 0, l4.array(), 16);
  }

  public static byte[] icmp(int type, int code) {
    ByteBuffer l4 = ByteBuffer.allocate(16);
    l4.put((byte) type).put((byte) code);
    l4.putShort(2, (short) checksum(l4.array(), 0, 16, 0));
    return ipv4(IP_A, IP_B, 1, 64, 0, l4.array(), -1);
  }

  /**
   * @param flags flags and offset of the fragment, as in the header
   * @param checksum offset of the L4 checksum to fill in, or -1
   */
  public static byte[] ipv4(
      Ip4 source, Ip4 destination, int protocol, int ttl, int flags, byte[] l4, int checksum) {
    ByteBuffer frame = ByteBuffer.allocate(34 + l4.length);
    MAC_B.writeTo(frame.array(), 0);
    MAC_A.writeTo(frame.array(), 6);
    frame.position(12).putShort((short) 0x0800);
    frame.put((byte) 0x45).put((byte) 0x10).putShort((short) (20 + l4.length));
    frame.putShort((short) 77).putShort((short) flags);
    frame.put((byte) ttl).put((byte) protocol).putShort((short) 0);
    frame.putInt(source.bits()).putInt(destination.bits()).put(l4);
    frame.putShort(24, (short) checksum(frame.array(), 14, 34, 0));
    if (checksum >= 0) {
      frame.putShort(34 + checksum, (short) l4Checksum(frame.array()));
    }
    return frame.array();
  }

  public static byte[] arp(int operation, Ip4 sender, Ip4 target) {
    ByteBuffer frame = ByteBuffer.allocate(42);
    Mac.BROADCAST.writeTo(frame.array(), 0);
    MAC_A.writeTo(frame.array(), 6);
    frame.position(12).putShort((short) 0x0806);
    frame.putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4);
    frame.putShort((short) operation);
    MAC_A.writeTo(frame.array(), 22);
    frame.putInt(28, sender.bits()).putInt(38, target.bits());
    return frame.array();
  }

  /** Returns an ARP frame whose sender hardware address differs from the frame's source. */
  public static byte[] arpOfAnother(Ip4 sender, Ip4 target) {
    byte[] frame = arp(1, sender, target);
    MAC_B.writeTo(frame, 22);
    return frame;
  }

  public static byte[] tagged(byte[] frame, int tci) {
    return tagged(frame, 0x8100, tci);
  }

  /**
   * @param type 0x8100 of 802.1Q, or 0x88A8 of 802.1ad
   */
  public static byte[] tagged(byte[] frame, int type, int tci) {
    ByteBuffer tagged = ByteBuffer.allocate(frame.length + 4);
    tagged.put(frame, 0, 12).putShort((short) type).putShort((short) tci);
    return tagged.put(frame, 12, frame.length - 12).array();
  }

  /** Returns whether the IPv4 checksum, and that of TCP or UDP if it is not 0, are correct. */
  public static boolean checksumsHold(byte[] frame) {
    if (checksum(frame, 14, 34, 0) != 0) {
      return false;
    }
    int protocol = frame[23];
    int at = protocol == 6 ? 50 : 40;
    if (protocol == 17 && u16(frame, 40) == 0) {
      return true;
    }
    byte[] copy = frame.clone();
    copy[at] = 0;
    copy[at + 1] = 0;
    return protocol != 6 && protocol != 17 || l4Checksum(copy) == u16(frame, at);
  }

  private static int l4Checksum(byte[] frame) {
    int length = frame.length - 34;
    long pseudo = (frame[23] & 0xFF) + length;
    for (int i = 26; i < 34; i += 2) {
      pseudo += u16(frame, i);
    }
    return checksum(frame, 34, frame.length, pseudo);
  }

  public static int checksum(byte[] bytes, int from, int to, long start) {
    long sum = start;
    for (int i = from; i < to; i += 2) {
      sum += i + 1 < to ? u16(bytes, i) : (bytes[i] & 0xFF) << 8;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) (~sum & 0xFFFF);
  }

  public static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }
}
