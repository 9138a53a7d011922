package org.midolab.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled BPF object file that is loaded into the kernel. libbpf does the relocations, the
 * linking and the type checks, so that we need no code of our own for them. Maps and programs that
 * are to stay must be pinned before {@link #close}.
 */
public final class BpfObject implements AutoCloseable {

  private static final String LIBRARY = "libbpf.so.1";
  private static final int ENOENT = 2;

  private final Libbpf libbpf;
  private final Path file;
  private final MemorySegment object;

  private BpfObject(Libbpf libbpf, Path file, MemorySegment object) {
    this.libbpf = libbpf;
    this.file = file;
    this.object = object;
  }

  /**
   * Loads all programs and maps of an object file.
   *
   * @param sizes number of entries (for a ring buffer: bytes) by map name, for maps whose size
   *     differs from the size in the object file
   * @throws LinuxException if the file is missing, libbpf is not installed, or the kernel rejects a
   *     program; the verifier's log is on standard error
   */
  public static BpfObject load(Path file, Map<String, Integer> sizes) {
    if (!Files.isReadable(file)) {
      throw new LinuxException("load BPF object " + file, ENOENT);
    }
    Libbpf libbpf = new Libbpf();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment object =
          libbpf.pointer(
              "bpf_object__open_file", Kernel.text(arena, file.toString()), MemorySegment.NULL);
      if (object.equals(MemorySegment.NULL)) {
        throw new LinuxException(
            "open BPF object " + file, Errno.EINVAL.number(), "not a BPF object");
      }
      BpfObject loaded = new BpfObject(libbpf, file, object);
      try {
        sizes.forEach(loaded::resize);
        int result = libbpf.number("bpf_object__load", object);
        if (result < 0) {
          throw new LinuxException("load BPF object " + file, -result);
        }
        return loaded;
      } catch (RuntimeException e) {
        loaded.close();
        throw e;
      }
    }
  }

  private void resize(String map, int entries) {
    int result = libbpf.number("bpf_map__set_max_entries", find("map", map), entries);
    if (result < 0) {
      throw new LinuxException("size BPF map " + map + " to " + entries, -result);
    }
  }

  private MemorySegment find(String kind, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment found =
          libbpf.pointer("bpf_object__find_" + kind + "_by_name", object, Kernel.text(arena, name));
      if (found.equals(MemorySegment.NULL)) {
        throw new LinuxException(
            "find " + kind + " " + name + " in " + file,
            ENOENT,
            "the object is of another version");
      }
      return found;
    }
  }

  /** Pins maps and programs under their own names. */
  public void pin(Path directory, List<String> maps, List<String> programs) {
    for (String map : maps) {
      Bpf.pin(libbpf.number("bpf_map__fd", find("map", map)), directory.resolve(map));
    }
    for (String program : programs) {
      Bpf.pin(
          libbpf.number("bpf_program__fd", find("program", program)), directory.resolve(program));
    }
  }

  @Override
  public void close() {
    libbpf.nothing("bpf_object__close", object);
  }

  /** The functions of libbpf that we call. Each is looked up by name at each call. */
  private static final class Libbpf {

    private final SymbolLookup symbols;

    Libbpf() {
      try {
        symbols = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
      } catch (IllegalArgumentException e) {
        throw new LinuxException(
            "load " + LIBRARY, ENOENT, "it is not installed; apt-get install libbpf1");
      }
    }

    MemorySegment pointer(String function, Object... arguments) {
      return (MemorySegment) call(function, ADDRESS, arguments);
    }

    int number(String function, Object... arguments) {
      return (int) call(function, JAVA_INT, arguments);
    }

    void nothing(String function, Object... arguments) {
      call(function, null, arguments);
    }

    private Object call(String function, @Nullable MemoryLayout result, Object... arguments) {
      MemoryLayout[] layouts = new MemoryLayout[arguments.length];
      for (int i = 0; i < arguments.length; i++) {
        layouts[i] = arguments[i] instanceof Integer ? JAVA_INT : ADDRESS;
      }
      FunctionDescriptor descriptor =
          result == null
              ? FunctionDescriptor.ofVoid(layouts)
              : FunctionDescriptor.of(result, layouts);
      MethodHandle handle =
          Linker.nativeLinker().downcallHandle(symbols.findOrThrow(function), descriptor);
      try {
        return handle.invokeWithArguments(arguments);
      } catch (Throwable e) {
        throw new IllegalStateException(function + " cannot be called", e);
      }
    }
  }
}
