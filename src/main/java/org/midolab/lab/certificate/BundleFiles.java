package org.midolab.lab.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.midolab.lab.certificate.bundle.BoundedFile;
import org.midolab.lab.certificate.bundle.BundleException;
import org.midolab.lab.certificate.bundle.EvidenceStore;
import org.midolab.lab.certificate.bundle.Json;
import org.midolab.lab.certificate.bundle.Sha256;
import org.midolab.lab.certificate.profile.Product;

/** The files of a bundle's directory by their names. */
public record BundleFiles(Path directory) {

  /** The signed certificate; where it is missing, the bundle holds a report only. */
  public static final String CERTIFICATE = "certificate.dsse.json";

  static final String PAGE = "certificate.html";
  static final String DATA = "certificate.json";
  static final String REPORT_PAGE = "report.html";
  static final String REPORT_DATA = "report.json";
  static final String LOG = "run.jsonl";
  static final String PRODUCT = "product.json";
  static final String EVIDENCE = "evidence";

  /** What a certificate's statement lists with digests. */
  static final List<String> SIGNED = List.of(PAGE, DATA, LOG, PRODUCT);

  public BundleFiles {
    directory = directory.toAbsolutePath().normalize();
  }

  /** The bundle of a directory, or of a certificate in it. */
  public static BundleFiles of(Path path) {
    return new BundleFiles(Files.isDirectory(path) ? path : path.toAbsolutePath().getParent());
  }

  public Path log() {
    return directory.resolve(LOG);
  }

  Path certificate() {
    return directory.resolve(CERTIFICATE);
  }

  public EvidenceStore evidence() {
    return new EvidenceStore(directory.resolve(EVIDENCE));
  }

  /**
   * @throws BundleException when there is no such file
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

  /** Writes the product's declaration, and tells its SHA-256. */
  String declare(Product product) {
    byte[] bytes = Json.bytes(product);
    write(PRODUCT, bytes);
    return Sha256.of(bytes);
  }

  /** The names of all that lies in the directory. */
  List<String> names() {
    var names = directory.toFile().list();
    return names == null ? List.of() : List.of(names).stream().sorted().toList();
  }
}
