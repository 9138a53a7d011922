package org.midolab.lab.certificate.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** A directory of raw answers. The name of each file is the SHA-256 of its bytes. */
public final class EvidenceStore {

  private final Path directory;

  public EvidenceStore(Path directory) {
    this.directory = directory;
  }

  /**
   * Stores a text in UTF-8. Equal texts are stored once.
   *
   * @return the SHA-256 of the text
   */
  public String keep(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var digest = Sha256.of(bytes);
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve(digest), bytes);
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException("evidence cannot be kept in " + directory, e);
    }
  }

  /**
   * Returns the text with a digest.
   *
   * @throws BundleException if there is none, or its bytes have another digest
   */
  public String text(String digest) throws BundleException {
    if (!Sha256.isDigest(digest)) {
      throw new BundleException("evidence: '" + digest + "' is no SHA-256");
    }
    var name = directory.getFileName() + "/" + digest;
    byte[] bytes = BoundedFile.read(name, directory.resolve(digest));
    var found = Sha256.of(bytes);
    if (!found.equals(digest)) {
      throw new BundleException(name + ": its bytes have the SHA-256 " + found);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Returns the names of all files, sorted. */
  public Set<String> names() {
    var names = directory.toFile().list();
    return names == null ? Set.of() : new TreeSet<>(Set.of(names));
  }
}
