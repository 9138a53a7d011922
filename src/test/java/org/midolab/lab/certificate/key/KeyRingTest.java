package org.midolab.lab.certificate.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.runtime.WrongUsage;

class KeyRingTest {

  @TempDir private Path directory;

  private KeyRing keys;
  private Path secret;

  @BeforeEach
  void ring() {
    keys = new KeyRing(directory.resolve("ring"));
    secret = keys.directory().resolve("key.pem");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aNewKeySignsAndIsTrusted() {
    var key = keys.create();
    byte[] signature = keys.signing().sign(bytes("message"));

    assertThat(keys.signing().id()).isEqualTo(key.id());
    assertThat(keys.trusted()).containsExactly(key.id());
    assertThat(keys.trusted(key.id()).orElseThrow().verifies(bytes("message"), signature)).isTrue();
    assertThat(key.verifies(bytes("massage"), signature)).isFalse();
    assertThat(key.verifies(bytes("message"), bytes("short"))).isFalse();
  }

  @Test
  void onlyItsOwnerReadsThePrivateKey() throws Exception {
    keys.create();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    assertThat(Files.readAllLines(secret))
        .startsWith("-----BEGIN PRIVATE KEY-----")
        .endsWith("-----END PRIVATE KEY-----")
        .hasSize(3);
    assertThat(keys.signing().toString()).doesNotContain(Files.readAllLines(secret).get(1));
  }

  @Test
  void refusesAKeyThatOthersCanRead() throws Exception {
    keys.create();
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(keys::signing)
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("has mode rw-r-----")
        .hasMessageContaining("chmod 600");
  }

  @Test
  void refusesASecondSigningKey() throws Exception {
    keys.create();
    var before = Files.readString(secret);

    assertThatThrownBy(keys::create)
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("there is a key already");
    assertThat(Files.readString(secret)).isEqualTo(before);
  }

  @Test
  void aKeyCanBeCreatedAgainAfterAnInterruption() throws Exception {
    for (var name : List.of("key.pub.pem", "trusted")) {
      var ring = new KeyRing(directory.resolve("interrupted-by-" + name));
      var obstacle = Files.createDirectories(ring.directory()).resolve(name);
      if (name.equals("trusted")) {
        Files.createFile(obstacle);
      } else {
        Files.createDirectory(obstacle);
      }

      assertThatThrownBy(ring::create).as(name).isInstanceOf(UncheckedIOException.class);
      assertThat(ring.own()).isEmpty();
      Files.delete(obstacle);
      var key = ring.create();
      assertThat(ring.signing().id()).isEqualTo(key.id());
      assertThat(ring.trusted()).contains(key.id());
      assertThat(ring.directory()).isDirectoryNotContaining("glob:**.new");
    }
  }

  @Test
  void refusesToSignWithoutAKey() {
    assertThat(keys.own()).isEmpty();
    assertThatThrownBy(keys::signing)
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("./lab key new");
  }

  @Test
  void refusesKeysOfTwoPairs() throws Exception {
    keys.create();
    var other = new KeyRing(directory.resolve("other"));
    Files.writeString(keys.directory().resolve("key.pub.pem"), other.create().pem());

    assertThatThrownBy(keys::signing)
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("are not one pair");
  }

  @Test
  void trustsThePublicKeyOfAFile() throws Exception {
    var other = new KeyRing(directory.resolve("other")).create();
    var file = Files.writeString(directory.resolve("vendor.pem"), "a remark\n" + other.pem());

    assertThat(keys.trusted(other.id())).isEmpty();
    assertThat(keys.trust(file).id()).isEqualTo(other.id());
    assertThat(keys.trusted(other.id())).isPresent();
  }

  @Test
  void refusesAFileWithoutAPublicKey() throws Exception {
    keys.create();
    for (var text : List.of("", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")) {
      var file = Files.writeString(directory.resolve("none.pem"), text);
      assertThatThrownBy(() -> keys.trust(file))
          .isInstanceOf(WrongUsage.class)
          .hasMessageContaining("is no Ed25519 public key");
    }
    assertThatThrownBy(() -> keys.trust(secret)).isInstanceOf(WrongUsage.class);
  }

  /** A file with the id of another key does not make a key trusted. */
  @Test
  void doesNotTrustAKeyUnderAnotherId() throws Exception {
    var key = keys.create();
    var other = new KeyRing(directory.resolve("other")).create();
    Files.writeString(keys.directory().resolve("trusted").resolve(key.id() + ".pem"), other.pem());

    assertThat(keys.trusted(key.id())).isEmpty();
  }

  @Test
  void writesOneLineForEachRevocation() throws Exception {
    var key = keys.create();
    keys.revoke(key.id(), LocalDate.of(2026, 11, 28), "lost\non a train");

    assertThat(Files.readAllLines(keys.revocationFile())).hasSize(1);
    assertThat(keys.revoked().get(key.id()).reason()).contains("lost");
    assertThat(keys.revoked().get(key.id()).since()).isEqualTo("2026-11-28");
  }

  @Test
  void refusesAnInvalidRevocationFileWithItsLine() throws Exception {
    var id = "0".repeat(64);
    for (var line : List.of("nonsense", id, id + " today lost", id + " 2026-11-28")) {
      var file = Files.writeString(directory.resolve("revoked"), "# a remark\n\n" + line + "\n");
      assertThatThrownBy(() -> KeyRing.revocations(file))
          .isInstanceOf(WrongUsage.class)
          .hasMessageContaining("revoked:3: expected ");
    }
    assertThatThrownBy(() -> KeyRing.revocations(directory.resolve("absent")))
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("cannot be read");
  }
}
