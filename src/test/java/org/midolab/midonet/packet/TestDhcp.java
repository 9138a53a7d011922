package org.midolab.midonet.packet;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/** Builds the messages of DHCP clients byte by byte, independently of the code under test. */
public final class TestDhcp {

  public static final int DISCOVER = 1;
  public static final int REQUEST = 3;
  public static final int DECLINE = 4;
  public static final int RELEASE = 7;
  public static final int INFORM = 8;

  private final Mac client;
  private final ByteBuffer bytes = ByteBuffer.allocate(1400);

  private TestDhcp(Mac client) {
    this.client = client;
    bytes.put(0, (byte) 1).put(1, (byte) 1).put(2, (byte) 6).putInt(4, 0xCAFE0001);
    byte[] mac = new byte[6];
    client.writeTo(mac, 0);
    bytes.put(28, mac).putInt(236, 0x63825363).position(240);
  }

  /** Returns a BOOTP request with the magic cookie of DHCP and without options. */
  public static TestDhcp from(Mac client) {
    return new TestDhcp(client);
  }

  public static TestDhcp from(Mac client, int type) {
    return from(client).hex("3501%02x".formatted(type));
  }

  /** Adds options, in hex with code and length. */
  public TestDhcp hex(String options) {
    bytes.put(HexFormat.of().parseHex(options.replace(" ", "")));
    return this;
  }

  public TestDhcp requested(String address) {
    return hex("3204").address(bytes.position(), address, 4);
  }

  public TestDhcp server(String address) {
    return hex("3604").address(bytes.position(), address, 4);
  }

  public TestDhcp has(String address) {
    return address(12, address, 0);
  }

  public TestDhcp relay(String address) {
    return address(24, address, 0);
  }

  private TestDhcp address(int at, String address, int advance) {
    bytes.putInt(at, Ip4.parse(address).bits()).position(bytes.position() + advance);
    return this;
  }

  public TestDhcp broadcast() {
    return set(10, 0x80);
  }

  /** Overwrites one byte of the message. */
  public TestDhcp set(int at, int value) {
    bytes.put(at, (byte) value);
    return this;
  }

  /** Returns the message without an end option. */
  public byte[] open() {
    byte[] message = new byte[bytes.position()];
    bytes.get(0, message);
    return message;
  }

  public byte[] bytes() {
    hex("ff");
    return open();
  }

  /** Returns a broadcast datagram from a client without an address. */
  public byte[] frame() {
    return frame(Mac.BROADCAST, "0.0.0.0", "255.255.255.255");
  }

  public byte[] frame(Mac to, String source, String destination) {
    return frame(client, to, source, destination, bytes());
  }

  /** Returns a datagram from the client port to the server port. */
  public static byte[] frame(Mac from, Mac to, String source, String destination, byte[] payload) {
    return TestFrames.ipv4(
        from,
        to,
        Ip4.parse(source),
        Ip4.parse(destination),
        FlowKey.PROTO_UDP,
        64,
        0,
        68,
        67,
        payload);
  }
}
