package org.midolab.midonet.datapath.ebpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.midolab.linux.Bpf;
import org.midolab.linux.BpfFileSystem;
import org.midolab.linux.BpfMap;
import org.midolab.linux.BpfObject;
import org.midolab.linux.LinuxException;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.common.Layout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The maps, programs and links in one directory of a BPF file system, which outlive the agent
 * (docs: datapath.md#pinning). State with the same layout and from the same object file is adopted;
 * other state is deleted and created again.
 */
final class PinnedState implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PinnedState.class);
  private static final byte[] CONFIG_KEY = Layout.u32(0);

  private final Path directory;
  private final Map<String, BpfMap> maps = new HashMap<>();
  private final Map<String, Bpf.Handle> programs = new HashMap<>();

  private PinnedState(Path directory) {
    this.directory = directory;
  }

  /** Adopts the existing state, or loads the programs. */
  static PinnedState open(DatapathOptions options) {
    Path directory = options.pins();
    BpfFileSystem.mount(directory);
    int checksum = checksum(options.object());
    PinnedState adopted = adopt(directory, checksum);
    if (adopted != null) {
      LOG.info("adopted the flow table in {}", directory);
      return adopted;
    }
    removeAll(directory);
    try (BpfObject object =
        BpfObject.load(
            options.object(),
            Map.of("flows", options.maxFlows(), "upcalls", options.ringBytes()))) {
      object.pin(
          directory, Layout.MAPS.stream().map(Layout.MapShape::name).toList(), Layout.PROGRAMS);
    }
    PinnedState fresh = new PinnedState(directory);
    fresh.openAll();
    // Written last, because the next agent adopts the state only if the configuration is valid.
    fresh.config(Config.fresh(checksum));
    LOG.info("made a flow table of {} flows in {}", options.maxFlows(), directory);
    return fresh;
  }

  /** Opens the state that an agent left or uses, for reading. Returns null if there is none. */
  static PinnedState existing(Path directory) {
    return adopt(directory, 0);
  }

  private static PinnedState adopt(Path directory, int checksum) {
    if (!Files.exists(directory.resolve("config"))) {
      return null;
    }
    PinnedState state = new PinnedState(directory);
    try {
      state.openAll();
      Config config = state.config();
      if (config.layout() == Layout.VERSION && (checksum == 0 || config.object() == checksum)) {
        return state;
      }
      LOG.info("the flow table in {} is another version's; it is made anew", directory);
    } catch (DatapathException | LinuxException e) {
      LOG.warn("the flow table in {} cannot be adopted: {}", directory, e.getMessage());
    }
    state.close();
    return null;
  }

  private void openAll() {
    for (Layout.MapShape shape : Layout.MAPS) {
      BpfMap map = BpfMap.open(directory.resolve(shape.name()));
      maps.put(shape.name(), map);
      if (map.keySize() != shape.key() || map.valueSize() != shape.value() * map.cpus()) {
        throw new DatapathException(
            "map "
                + shape.name()
                + " has keys of "
                + map.keySize()
                + " and values of "
                + map.valueSize()
                + " bytes, expected "
                + shape.key()
                + " and "
                + shape.value() * map.cpus());
      }
    }
    for (String program : Layout.PROGRAMS) {
      programs.put(program, Bpf.open(directory.resolve(program)));
    }
  }

  /**
   * Returns the CRC-32 of the object file, or 0 if it does not exist, as on a host without an
   * agent.
   */
  private static int checksum(Path object) {
    try {
      if (!Files.exists(object)) {
        return 0;
      }
      CRC32 crc = new CRC32();
      crc.update(Files.readAllBytes(object));
      return (int) crc.getValue();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + object, e);
    }
  }

  Path directory() {
    return directory;
  }

  BpfMap map(String name) {
    return maps.get(name);
  }

  Bpf.Handle program(String name) {
    return programs.get(name);
  }

  /** {@code struct config}. */
  record Config(
      int layout,
      int maskSet,
      int vxlanLink,
      int vxlanPort,
      int object,
      int greFrame,
      long upcallInterval,
      long upcallBurst) {

    static Config fresh(int object) {
      return new Config(Layout.VERSION, 0, 0, 0, object, 0, 0, 0);
    }

    Config withMaskSet(int index) {
      return new Config(
          layout, index, vxlanLink, vxlanPort, object, greFrame, upcallInterval, upcallBurst);
    }

    Config withVxlan(int link, int port) {
      return new Config(layout, maskSet, link, port, object, greFrame, upcallInterval, upcallBurst);
    }

    Config withGreFrame(int bytes) {
      return new Config(
          layout, maskSet, vxlanLink, vxlanPort, object, bytes, upcallInterval, upcallBurst);
    }

    Config withUpcalls(long interval, long burst) {
      return new Config(layout, maskSet, vxlanLink, vxlanPort, object, greFrame, interval, burst);
    }
  }

  Config config() {
    ByteBuffer b = Layout.wrap(map("config").lookup(CONFIG_KEY).orElseThrow());
    return new Config(
        b.getInt(0),
        b.getInt(4),
        b.getInt(8),
        b.getInt(12),
        b.getInt(16),
        b.getInt(20),
        b.getLong(24),
        b.getLong(32));
  }

  void config(Config config) {
    ByteBuffer buffer =
        Layout.buffer(Layout.CONFIG)
            .putInt(config.layout())
            .putInt(config.maskSet())
            .putInt(config.vxlanLink())
            .putInt(config.vxlanPort())
            .putInt(config.object())
            .putInt(config.greFrame())
            .putLong(config.upcallInterval())
            .putLong(config.upcallBurst());
    map("config").update(CONFIG_KEY, buffer.array());
  }

  /**
   * Unpins all objects of the datapath. Links are first, so that no program runs on a table that is
   * being removed.
   */
  static void removeAll(Path directory) {
    try (Stream<Path> pins = Files.list(directory)) {
      List<Path> links =
          pins.filter(pin -> pin.getFileName().toString().startsWith(TcxHook.PREFIX)).toList();
      for (Path link : links) {
        Files.delete(link);
      }
      for (String program : Layout.PROGRAMS) {
        Files.deleteIfExists(directory.resolve(program));
      }
      for (Layout.MapShape map : Layout.MAPS) {
        Files.deleteIfExists(directory.resolve(map.name()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpin " + directory, e);
    }
  }

  @Override
  public void close() {
    maps.values().forEach(BpfMap::close);
    programs.values().forEach(Bpf.Handle::close);
  }
}
