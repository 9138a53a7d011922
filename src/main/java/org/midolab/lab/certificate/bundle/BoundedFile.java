package org.midolab.lab.certificate.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Reads files of a bundle, which may come from anybody. */
public final class BoundedFile {

  /** More than the log of a day's run has, in bytes. */
  static final int LARGEST = 32 * 1024 * 1024;

  private BoundedFile() {}

  /**
   * @param name for messages
   * @throws BundleException when it is missing, is no regular file, or is too large
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
