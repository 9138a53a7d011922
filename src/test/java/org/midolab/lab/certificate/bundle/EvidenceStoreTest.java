package org.midolab.lab.certificate.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceStoreTest {

  @TempDir private Path directory;

  @Test
  void storesATextOnceUnderItsDigest() throws Exception {
    var store = new EvidenceStore(directory.resolve("evidence"));
    var digest = store.keep("grüße\n");

    assertThat(store.keep("grüße\n")).isEqualTo(digest);
    assertThat(store.keep("")).isNotEqualTo(digest);
    assertThat(store.text(digest)).isEqualTo("grüße\n");
    assertThat(store.names()).hasSize(2).contains(digest);
  }

  @Test
  void refusesANameThatIsNotADigest() throws Exception {
    Files.writeString(directory.resolve("secret"), "secret");
    var store = new EvidenceStore(directory.resolve("evidence"));
    store.keep("a");

    assertThatThrownBy(() -> store.text("../secret"))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("is no SHA-256");
  }

  @Test
  void refusesATooLargeFile() throws Exception {
    var store = new EvidenceStore(directory.resolve("evidence"));
    var digest = store.keep("a");
    try (var file =
        new RandomAccessFile(directory.resolve("evidence").resolve(digest).toFile(), "rw")) {
      file.setLength(BoundedFile.LARGEST + 1L);
    }

    assertThatThrownBy(() -> store.text(digest))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("is larger than 33554432 bytes");
  }

  @Test
  void refusesASymbolicLink() throws Exception {
    var store = new EvidenceStore(directory.resolve("evidence"));
    var digest = store.keep("a");
    Files.move(directory.resolve("evidence").resolve(digest), directory.resolve("elsewhere"));
    Files.createSymbolicLink(
        directory.resolve("evidence").resolve(digest), directory.resolve("elsewhere"));

    assertThatThrownBy(() -> store.text(digest))
        .isInstanceOf(BundleException.class)
        .hasMessageEndingWith(digest + ": is missing");
  }
}
