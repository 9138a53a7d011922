package org.midolab.lab.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.midolab.lab.certificate.bundle.BoundedFile;
import org.midolab.lab.certificate.bundle.BundleException;
import org.midolab.lab.certificate.bundle.EvidenceStore;
import org.midolab.lab.certificate.bundle.Json;
import org.midolab.lab.certificate.bundle.Sha256;
import org.midolab.lab.certificate.profile.Product;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.Printable;

/** The files in the directory of a bundle (docs: certification.md#bundle). */
public record BundleFiles(Path directory) {

  /** The signed certificate. A bundle without it contains only a report. */
  public static final String CERTIFICATE = "certificate.dsse.json";

  static final String PAGE = "certificate.html";
  static final String DATA = "certificate.json";
  static final String REPORT_PAGE = "report.html";
  static final String REPORT_DATA = "report.json";
  static final String LOG = "run.jsonl";
  static final String PRODUCT = "product.json";
  static final String EVIDENCE = "evidence";

  /** The files that the statement of a certificate lists with their digests. */
  static final List<String> SIGNED = List.of(PAGE, DATA, LOG, PRODUCT);

  public BundleFiles {
    directory = directory.toAbsolutePath().normalize();
  }

  /**
   * Returns the bundle in a directory, or the one that contains a certificate.
   *
   * @param path the directory, or the file {@link #CERTIFICATE} in it
   * @throws WrongUsage if the path is neither
   */
  public static BundleFiles of(Path path) {
    if (Files.isDirectory(path)) {
      return new BundleFiles(path);
    }
    if (!path.endsWith(CERTIFICATE) || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new WrongUsage(
          Printable.of(path.toString()) + " is neither a directory nor a file " + CERTIFICATE);
    }
    return new BundleFiles(
        Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file is in a directory"));
  }

  /** Returns the path of the run log. */
  public Path log() {
    return directory.resolve(LOG);
  }

  Path certificate() {
    return directory.resolve(CERTIFICATE);
  }

  /** Returns the raw answers of the bundle. */
  public EvidenceStore evidence() {
    return new EvidenceStore(directory.resolve(EVIDENCE));
  }

  /**
   * Reads a file of the bundle.
   *
   * @throws BundleException if it does not exist or cannot be read
   */
  byte[] read(String name) throws BundleException {
    return BoundedFile.read(name, directory.resolve(name));
  }

  void write(String name, byte[] bytes) {
    try {
      Files.write(directory.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("the bundle cannot be written: " + directory, e);
    }
  }

  /**
   * Writes the product's declaration.
   *
   * @return the SHA-256 of the file
   */
  String declare(Product product) {
    byte[] bytes = Json.bytes(product);
    write(PRODUCT, bytes);
    return Sha256.of(bytes);
  }

  /** Returns the names of all files in the directory, sorted. */
  List<String> names() {
    var names = directory.toFile().list();
    return names == null ? List.of() : List.of(names).stream().sorted().toList();
  }
}
