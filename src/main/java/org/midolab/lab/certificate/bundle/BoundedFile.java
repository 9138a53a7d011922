package org.midolab.lab.certificate.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Reads files of a bundle with a size limit, because a bundle may come from an untrusted source.
 */
public final class BoundedFile {

  /** Maximum size in bytes: more than the log of a run of one day. */
  static final int LARGEST = 32 * 1024 * 1024;

  private BoundedFile() {}

  /**
   * Reads a file.
   *
   * @param name name for messages
   * @throws BundleException if the file is missing, is not a regular file, or is larger than 32 MiB
   */
  public static byte[] read(String name, Path file) throws BundleException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new BundleException(name + ": is missing");
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new BundleException(name + ": is larger than " + LARGEST + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BundleException(name + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
