package org.midolab.lab.runtime;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A tar archive, in which files are sent to the engine. It is a temporary file, which is deleted
 * after it was read.
 */
final class TarFile {

  private final Path archive;
  private final TarArchiveOutputStream tar;

  TarFile() {
    try {
      archive = Files.createTempFile("midolab", ".tar");
      tar = new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)));
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TarFile file(String name, byte[] content, int mode) {
    try {
      put(name, content.length, mode);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TarFile file(String name, Path content, int mode) {
    try {
      put(name, Files.size(content), mode);
      Files.copy(content, tar);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(String name, long size, int mode) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(0100000 | mode);
    tar.putArchiveEntry(entry);
  }

  /**
   * Adds every file below {@code root}, as {@code prefix} plus its path. Symbolic links stay
   * symbolic links.
   */
  TarFile tree(Path root, String prefix) {
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.sorted().toList()) {
        String name = prefix + root.relativize(path);
        if (Files.isSymbolicLink(path)) {
          TarArchiveEntry entry = new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK);
          entry.setLinkName(Files.readSymbolicLink(path).toString());
          tar.putArchiveEntry(entry);
          tar.closeArchiveEntry();
        } else if (Files.isRegularFile(path)) {
          file(name, path, Files.isExecutable(path) ? 0755 : 0644);
        } else if (Files.isDirectory(path) && !name.isEmpty()) {
          TarArchiveEntry entry = new TarArchiveEntry(name + "/");
          entry.setMode(040755);
          tar.putArchiveEntry(entry);
          tar.closeArchiveEntry();
        }
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream stream() {
    try {
      tar.close();
      return Files.newInputStream(archive, StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
