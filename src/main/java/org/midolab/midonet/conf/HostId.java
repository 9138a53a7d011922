package org.midolab.midonet.conf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Id of this host, stored in a file of the form {@code host_uuid=UUID} (docs:
 * contract.md#configuration).
 */
public final class HostId {

  public static final Path FILE = Path.of("/etc/midonet_host_id.properties");

  /** File of earlier versions of MidoNet. */
  private static final Path FORMER_FILE = Path.of("/etc/midolman/host_uuid.properties");

  private static final Pattern LINE = Pattern.compile("(?m)^\\s*host_uuid\\s*[=:]\\s*(\\S+)\\s*$");

  private HostId() {}

  /**
   * Returns the id, or empty when the host has none yet.
   *
   * @throws ConfigurationException when the file has other contents
   */
  public static Optional<UUID> find() {
    return find(FILE).or(() -> find(FORMER_FILE));
  }

  static Optional<UUID> find(Path file) {
    try {
      Matcher line = LINE.matcher(Files.readString(file));
      if (!line.find()) {
        throw new ConfigurationException(
            file + " has no line host_uuid=UUID; restore the host's id, or delete the file");
      }
      return Optional.of(UUID.fromString(line.group(1)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          file + ": host_uuid is not a UUID; restore the host's id, or delete the file");
    } catch (IOException e) {
      throw new ConfigurationException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the host's id. Generates and stores one if there is none.
   *
   * @throws ConfigurationException when the file cannot be written, for example by an unprivileged
   *     user
   */
  public static UUID findOrCreate() {
    return find().orElseGet(() -> create(FILE));
  }

  static UUID create(Path file) {
    UUID id = UUID.randomUUID();
    try {
      // The link is atomic: a reader sees the whole file or none, and of two processes that start
      // at the same time only one creates it.
      Path aside = Files.createTempFile(file.toAbsolutePath().getParent(), ".host_id", ".new");
      try {
        Files.writeString(aside, "host_uuid=" + id + "\n", StandardCharsets.US_ASCII);
        Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createLink(file, aside);
      } finally {
        Files.delete(aside);
      }
      return id;
    } catch (FileAlreadyExistsException e) {
      return find(file).orElseThrow();
    } catch (IOException e) {
      throw new ConfigurationException(
          "this host has no id yet, and "
              + file
              + " cannot be written ("
              + e.getMessage()
              + "); run this once as root",
          e);
    }
  }
}
