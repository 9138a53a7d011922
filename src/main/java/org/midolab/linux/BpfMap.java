package org.midolab.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A BPF map: keys and values of fixed size, in the byte order of the host. */
public final class BpfMap implements AutoCloseable {

  private static final int LOOKUP = 1;
  private static final int UPDATE = 2;
  private static final int DELETE = 3;
  private static final int LOOKUP_BATCH = 24;
  private static final long ANY = 0;
  private static final long NOEXIST = 1;
  private static final int BATCH = 1024;
  private static final int BATCH_POSITION = 64;
  private static final int PERCPU_HASH = 5;
  private static final int PERCPU_ARRAY = 6;

  private final Fd fd;
  private final String name;
  private final int keySize;
  private final int valueSize;
  private final int maxEntries;
  private final int cpus;

  private BpfMap(Fd fd, String name) {
    this.fd = fd;
    this.name = name;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(80, 8);
      MemorySegment attributes = Bpf.attributes(arena);
      attributes.set(ValueLayout.JAVA_INT, 0, fd.number());
      attributes.set(ValueLayout.JAVA_INT, 4, (int) info.byteSize());
      attributes.set(ValueLayout.JAVA_LONG, 8, info.address());
      Bpf.call("read information on BPF map " + name, Bpf.OBJ_GET_INFO, attributes);
      int type = info.get(ValueLayout.JAVA_INT, 0);
      boolean perCpu = type == PERCPU_HASH || type == PERCPU_ARRAY;
      keySize = info.get(ValueLayout.JAVA_INT, 8);
      cpus = perCpu ? possibleCpus() : 1;
      int size = info.get(ValueLayout.JAVA_INT, 12);
      valueSize = perCpu ? (size + 7 & ~7) * cpus : size;
      maxEntries = info.get(ValueLayout.JAVA_INT, 16);
    } catch (LinuxException e) {
      fd.close();
      throw e;
    }
  }

  /** Opens the map that is pinned at this path. */
  public static BpfMap open(Path pin) {
    return new BpfMap(Bpf.get(pin), pin.getFileName().toString());
  }

  /**
   * Returns the number of CPUs that the machine can have. The kernel sizes per-CPU values by it,
   * not by the CPUs that are online.
   */
  private static int possibleCpus() {
    try {
      String ranges = Files.readString(Path.of("/sys/devices/system/cpu/possible")).strip();
      return Integer.parseInt(ranges.replaceAll(".*[-,]", "")) + 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A key and its value.
   *
   * @param value in a per-CPU map: one value per CPU, each padded to 8 bytes
   */
  public record Entry(byte[] key, byte[] value) {}

  public int fd() {
    return fd.number();
  }

  public int keySize() {
    return keySize;
  }

  /**
   * Returns the size of a value in bytes. In a per-CPU map, this is the size of the values of all
   * CPUs together.
   */
  public int valueSize() {
    return valueSize;
  }

  public int maxEntries() {
    return maxEntries;
  }

  /** Returns how many CPUs' values a value holds: 1 unless the map is a per-CPU map. */
  public int cpus() {
    return cpus;
  }

  public Optional<byte[]> lookup(byte[] key) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(valueSize, 8);
      MemorySegment attributes = element(arena, key);
      attributes.set(ValueLayout.JAVA_LONG, 16, value.address());
      long result = Bpf.attempt(LOOKUP, attributes);
      if (result == -Errno.ENOENT.number()) {
        return Optional.empty();
      }
      check("look up in", result);
      return Optional.of(value.toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /**
   * Adds or replaces an entry.
   *
   * @throws LinuxException E2BIG if the map is full
   */
  public void update(byte[] key, byte[] value) {
    update(key, value, ANY);
  }

  /**
   * Adds an entry, unless the map has the key already.
   *
   * @return whether the entry was added
   * @throws LinuxException E2BIG if the map is full
   */
  public boolean add(byte[] key, byte[] value) {
    return update(key, value, NOEXIST);
  }

  private boolean update(byte[] key, byte[] value, long flags) {
    if (value.length != valueSize) {
      throw new IllegalArgumentException(
          "values of " + name + " have " + valueSize + " bytes, not " + value.length);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = element(arena, key);
      attributes.set(ValueLayout.JAVA_LONG, 16, Kernel.bytes(arena, value).address());
      attributes.set(ValueLayout.JAVA_LONG, 24, flags);
      long result = Bpf.attempt(UPDATE, attributes);
      if (flags == NOEXIST && result == -Errno.EEXIST.number()) {
        return false;
      }
      check("write to", result);
      return true;
    }
  }

  /** Deletes an entry. Returns false if the map does not have the key. */
  public boolean delete(byte[] key) {
    try (Arena arena = Arena.ofConfined()) {
      long result = Bpf.attempt(DELETE, element(arena, key));
      if (result == -Errno.ENOENT.number()) {
        return false;
      }
      check("delete from", result);
      return true;
    }
  }

  private MemorySegment element(Arena arena, byte[] key) {
    if (key.length != keySize) {
      throw new IllegalArgumentException(
          "keys of " + name + " have " + keySize + " bytes, not " + key.length);
    }
    MemorySegment attributes = Bpf.attributes(arena);
    attributes.set(ValueLayout.JAVA_INT, 0, fd.number());
    attributes.set(ValueLayout.JAVA_LONG, 8, Kernel.bytes(arena, key).address());
    return attributes;
  }

  private void check(String what, long result) {
    if (result < 0) {
      throw new LinuxException(what + " BPF map " + name, (int) -result);
    }
  }

  /**
   * Returns all entries of a hash map. Entries that change during the call may be missing or listed
   * twice.
   */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    int room = BATCH;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment position = arena.allocate(BATCH_POSITION, 8);
      boolean first = true;
      while (true) {
        try (Arena scratch = Arena.ofConfined()) {
          MemorySegment keys = scratch.allocate((long) keySize * room, 8);
          MemorySegment values = scratch.allocate((long) valueSize * room, 8);
          MemorySegment attributes = Bpf.attributes(scratch);
          attributes.set(ValueLayout.JAVA_LONG, 0, first ? 0 : position.address());
          attributes.set(ValueLayout.JAVA_LONG, 8, position.address());
          attributes.set(ValueLayout.JAVA_LONG, 16, keys.address());
          attributes.set(ValueLayout.JAVA_LONG, 24, values.address());
          attributes.set(ValueLayout.JAVA_INT, 32, room);
          attributes.set(ValueLayout.JAVA_INT, 36, fd.number());
          long result = Bpf.attempt(LOOKUP_BATCH, attributes);
          if (result == -Errno.ENOSPC.number()) {
            room *= 2; // one bucket holds more than the batch
            continue;
          }
          boolean last = result == -Errno.ENOENT.number();
          check("list", last ? 0 : result);
          int count = attributes.get(ValueLayout.JAVA_INT, 32);
          for (int i = 0; i < count; i++) {
            entries.add(new Entry(slice(keys, keySize, i), slice(values, valueSize, i)));
          }
          if (last) {
            return entries;
          }
          first = false;
        }
      }
    }
  }

  private static byte[] slice(MemorySegment from, int size, int index) {
    return from.asSlice((long) size * index, size).toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public void close() {
    fd.close();
  }
}
