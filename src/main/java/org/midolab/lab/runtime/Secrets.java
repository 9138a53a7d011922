package org.midolab.lab.runtime;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import org.midolab.lab.spec.BgpPlan;

/**
 * The secrets of a lab: one random word for each purpose, generated on first use. They are stored
 * in a file of mode 0600 in the lab's state directory. Safe for use by several threads.
 */
public final class Secrets {

  private static final String ALPHABET =
      "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  /**
   * Length of a secret in characters: long enough to resist guessing, short enough for TCP MD5 in
   * any router (at most 80).
   */
  private static final int LENGTH = 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, String> words;
  private final SecureRandom random = new SecureRandom();

  Secrets(Path file) {
    this.file = file;
    this.words = read(file);
  }

  /** Returns the secret for a purpose. It is the same at each call and in every process. */
  public synchronized String get(String purpose) {
    String word = words.get(purpose);
    if (word == null) {
      word = word();
      words.put(purpose, word);
      write();
    }
    return word;
  }

  /**
   * Returns the TCP MD5 password of the BGP session between two addresses, which may be in any
   * order.
   */
  public String bgp(String oneAddress, String otherAddress) {
    return get("bgp " + BgpPlan.Neighbor.session(oneAddress, otherAddress));
  }

  /**
   * Returns all secrets that were generated so far, by purpose. They must be redacted in stored
   * text.
   */
  public synchronized Map<String, String> words() {
    return Map.copyOf(words);
  }

  private String word() {
    StringBuilder word = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return word.toString();
  }

  private static Map<String, String> read(Path file) {
    if (!Files.exists(file)) {
      return new TreeMap<>();
    }
    try {
      return JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, String>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() {
    try {
      var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Path draft = Files.createTempFile(file.getParent(), "secrets", ".new", mode);
      JSON.writeValue(draft.toFile(), words);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
