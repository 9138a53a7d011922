package org.midolab.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** A BPF file system, which holds the pins of BPF objects. */
public final class BpfFileSystem {

  private static final long MNT_DETACH = 2;

  private BpfFileSystem() {}

  /**
   * Mounts a BPF file system on the directory, unless one is mounted there already. Creates the
   * directory if it is missing.
   */
  public static void mount(Path directory) {
    try (Arena arena = Arena.ofConfined()) {
      Files.createDirectories(directory);
      if (isMounted(directory)) {
        return;
      }
      long type = Kernel.text(arena, "bpf").address();
      Kernel.call(
          "mount a BPF file system on " + directory,
          Syscall.MOUNT,
          type,
          Kernel.text(arena, directory.toString()).address(),
          type,
          0,
          Kernel.text(arena, "mode=0700").address(),
          0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + directory, e);
    }
  }

  /** Reports whether the directory is in a BPF file system. */
  public static boolean isMounted(Path directory) {
    try {
      FileStore store = Files.getFileStore(directory);
      return store.type().equals("bpf");
    } catch (IOException e) {
      return false;
    }
  }

  /** Unmounts the file system and deletes the directory. This removes the pins. */
  public static void unmount(Path directory) {
    try (Arena arena = Arena.ofConfined()) {
      if (isMounted(directory)) {
        Kernel.call(
            "unmount " + directory,
            Syscall.UMOUNT2,
            Kernel.text(arena, directory.toString()).address(),
            MNT_DETACH,
            0);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }
}
