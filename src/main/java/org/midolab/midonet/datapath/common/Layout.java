package org.midolab.midonet.datapath.common;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Sizes in bytes and constants of {@code src/main/bpf/datapath.h}. A test compares them with the
 * header. The sizes of a map are also compared when it is opened.
 */
public final class Layout {

  public static final int VERSION = 4;
  public static final int MAX_MASKS = 64;
  public static final int INJECT_SLOTS = 4096;

  public static final int FLOW_KEY = 40;
  public static final int FLOW_ID = FLOW_KEY + 8;
  public static final int MASK = FLOW_KEY + 8;
  public static final int MASK_SET = 8 + MAX_MASKS * MASK;
  static final int ACTION = 16;

  /** Maximum number of actions in a flow itself. Longer lists use batches. */
  public static final int LIST_ACTIONS = 32;

  static final int BATCH_ACTIONS = 128;
  static final int ACTION_LIST = 8 + LIST_ACTIONS * ACTION;
  static final int BATCH = 8 + BATCH_ACTIONS * ACTION;

  /** Offset of the TCP flags in a flow. */
  public static final int FLOW_TCP = 24 + ACTION_LIST;

  public static final int FLOW = FLOW_TCP + 8;
  public static final int INJECT_SLOT = 8 + ACTION_LIST;
  public static final int OUTPUT = 16;
  public static final int COUNTERS = 32;
  public static final int DROP_KEY = 8;
  public static final int NAME = 16;
  public static final int CONFIG = 40;
  public static final int UPCALL = 24 + FLOW_KEY;

  /** All maps with the sizes of their keys and values. The last two are per-CPU maps. */
  public static final List<MapShape> MAPS =
      List.of(
          new MapShape("config", 4, CONFIG),
          new MapShape("flows", FLOW_ID, FLOW),
          new MapShape("mask_sets", 4, MASK_SET),
          new MapShape("inputs", 4, 4),
          new MapShape("outputs", 4, OUTPUT),
          new MapShape("names", NAME, 4),
          new MapShape("agent_drops", DROP_KEY, 8),
          new MapShape("limits", DROP_KEY, 8),
          new MapShape("batches", 4, BATCH),
          new MapShape("upcalls", 0, 0),
          new MapShape("upcall_due", 4, 8),
          new MapShape("peers", 4, 8),
          new MapShape("inject_slots", 4, INJECT_SLOT),
          new MapShape("gre_locals", 4, 4),
          new MapShape("heard", 4, 8),
          new MapShape("counters", 4, COUNTERS),
          new MapShape("drops", DROP_KEY, 8));

  public static final String PORT_PROGRAM = "midolab_port";
  public static final String VXLAN_PROGRAM = "midolab_vxlan";
  public static final String UNDERLAY_PROGRAM = "midolab_underlay";
  public static final String INJECT_PROGRAM = "midolab_inject";
  public static final List<String> PROGRAMS =
      List.of(PORT_PROGRAM, VXLAN_PROGRAM, UNDERLAY_PROGRAM, INJECT_PROGRAM);

  /**
   * @param key size of a key in bytes
   * @param value size of a value in bytes, for one CPU
   */
  public record MapShape(String name, int key, int value) {}

  private Layout() {}

  /** Returns a buffer in the host's byte order. */
  public static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }

  public static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  public static byte[] u32(int value) {
    return buffer(4).putInt(value).array();
  }

  public static int u32(byte[] bytes) {
    return wrap(bytes).getInt(0);
  }
}
