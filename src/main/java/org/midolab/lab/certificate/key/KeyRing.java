package org.midolab.lab.certificate.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.Printable;

/**
 * A directory of keys (docs: certification.md#keys): the own key ({@code key.pem}, mode 0600, and
 * {@code key.pub.pem}), the trusted keys ({@code trusted/KEYID.pem}), and the revocation file
 * ({@code revoked}).
 */
public final class KeyRing {

  private static final String PRIVATE_MODE = "rw-------";

  private final Path directory;

  public KeyRing(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /**
   * Returns the key ring of the user: the directory {@code midolab} in {@code $XDG_CONFIG_HOME} or
   * {@code ~/.config}, or the directory in the system property {@code midolab.keys}.
   */
  public static KeyRing find() {
    var named = System.getProperty("midolab.keys");
    if (named != null) {
      return new KeyRing(Path.of(named));
    }
    var config = System.getenv("XDG_CONFIG_HOME");
    return new KeyRing(
        (config == null || config.isBlank()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(config))
            .resolve("midolab"));
  }

  public Path directory() {
    return directory;
  }

  /** Returns the revocation file, which has one revocation per line. */
  public Path revocationFile() {
    return directory.resolve("revoked");
  }

  private Path secretFile() {
    return directory.resolve("key.pem");
  }

  private Path openFile() {
    return directory.resolve("key.pub.pem");
  }

  private Path trustedDirectory() {
    return directory.resolve("trusted");
  }

  /**
   * Creates the own key pair and trusts it. The private key is moved into place last: if the method
   * stops before that, there is no key, and it can be called again.
   *
   * @throws WrongUsage if there is one already, so that a key is not replaced by mistake
   */
  public TrustedKey create() {
    if (Files.exists(secretFile(), LinkOption.NOFOLLOW_LINKS)) {
      throw new WrongUsage(
          "there is a key already: "
              + secretFile()
              + "; to replace it, revoke it (./lab key revoke) and move the file away");
    }
    try {
      var pair = KeyPairGenerator.getInstance(Pem.ALGORITHM).generateKeyPair();
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(mode("rwx------")));
      var key = new TrustedKey(pair.getPublic());
      Files.writeString(openFile(), key.pem());
      keep(key);
      keepSecret(Pem.of(pair.getPrivate()));
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no Ed25519 keys", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keepSecret(String pem) throws IOException {
    var attribute = PosixFilePermissions.asFileAttribute(mode(PRIVATE_MODE));
    Path draft = Files.createTempFile(directory, "key", ".new", attribute);
    try {
      Files.writeString(draft, pem);
      Files.move(draft, secretFile());
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Set<PosixFilePermission> mode(String text) {
    return PosixFilePermissions.fromString(text);
  }

  /**
   * Returns the signing key.
   *
   * @throws WrongUsage if there is none, if its mode is not 0600, or if private and public key do
   *     not match
   */
  public SigningKey signing() {
    var open = own();
    if (open.isEmpty()) {
      throw new WrongUsage(
          "there is no signing key in " + directory + "; create one with: ./lab key new");
    }
    try {
      var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(secretFile()));
      if (!mode.equals(PRIVATE_MODE)) {
        throw new WrongUsage(
            "%s has mode %s, and only its owner may read it; cure: chmod 600 %1$s"
                .formatted(secretFile(), mode));
      }
      var key = new SigningKey(Pem.privateKey(Files.readString(secretFile())), open.get().key());
      var trial = "trial".getBytes(StandardCharsets.US_ASCII);
      if (!open.get().verifies(trial, key.sign(trial))) {
        throw new WrongUsage(secretFile() + " and " + openFile() + " are not one pair");
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw new WrongUsage(secretFile() + " is no Ed25519 key in PEM");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the own public key, if there is one. */
  public Optional<TrustedKey> own() {
    return Files.isRegularFile(openFile()) && Files.isRegularFile(secretFile())
        ? Optional.of(read(openFile()))
        : Optional.empty();
  }

  /**
   * Adds the public key in a file to the trusted keys.
   *
   * @throws WrongUsage if the file contains no Ed25519 public key
   */
  public TrustedKey trust(Path file) {
    var key = read(file);
    try {
      keep(key);
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keep(TrustedKey key) throws IOException {
    Files.createDirectories(trustedDirectory());
    Path draft = Files.createTempFile(trustedDirectory(), "key", ".new");
    Files.writeString(draft, key.pem());
    Files.move(
        draft,
        trustedDirectory().resolve(key.id() + ".pem"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static TrustedKey read(Path file) {
    try {
      return new TrustedKey(Pem.publicKey(Files.readString(file)));
    } catch (GeneralSecurityException | IOException e) {
      throw new WrongUsage(
          "%s is no Ed25519 public key in PEM: %s"
              .formatted(Printable.of(file.toString()), e.getMessage()));
    }
  }

  /** Returns a trusted key; empty if the key is not trusted. Does not check revocations. */
  public Optional<TrustedKey> trusted(KeyId id) {
    var file = trustedDirectory().resolve(id + ".pem");
    return Files.isRegularFile(file)
        ? Optional.of(read(file)).filter(key -> key.id().equals(id))
        : Optional.empty();
  }

  /** Returns the ids of all trusted keys, sorted. */
  public List<KeyId> trusted() {
    var names = trustedDirectory().toFile().list();
    var ids = new ArrayList<KeyId>();
    for (var name : names == null ? new String[0] : names) {
      KeyId.parse(name.replaceFirst("\\.pem$", "")).ifPresent(ids::add);
    }
    ids.sort((a, b) -> a.value().compareTo(b.value()));
    return List.copyOf(ids);
  }

  /** Adds a revocation to the revocation file. */
  public Revocation revoke(KeyId key, LocalDate day, String reason) {
    var revocation = new Revocation(key, day, Printable.sentence(reason));
    try {
      Files.createDirectories(directory);
      Files.writeString(
          revocationFile(),
          revocation.line() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return revocation;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the revocations in the revocation file, by key. */
  public Map<KeyId, Revocation> revoked() {
    return Files.exists(revocationFile()) ? revocations(revocationFile()) : Map.of();
  }

  /**
   * Returns the revocations in a file, by key.
   *
   * @throws WrongUsage if the file cannot be read, or a line is not a revocation
   */
  public static Map<KeyId, Revocation> revocations(Path file) {
    try {
      var found = new TreeMap<KeyId, Revocation>((a, b) -> a.value().compareTo(b.value()));
      int number = 0;
      for (var line : Files.readAllLines(file)) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          var revocation = Revocation.parse(file + ":" + number, line);
          found.putIfAbsent(revocation.key(), revocation);
        }
      }
      return found;
    } catch (IOException e) {
      throw new WrongUsage(
          "the revocation file %s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }
}
