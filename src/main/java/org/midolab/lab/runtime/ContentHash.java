package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * A hash over all inputs of a build. An output is stale if and only if the hash of its inputs
 * changed.
 */
final class ContentHash {

  private static final int SHOWN = 12;

  private final MessageDigest digest;

  ContentHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  ContentHash text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
    return this;
  }

  ContentHash bytes(byte[] bytes) {
    text(Integer.toString(bytes.length));
    digest.update(bytes);
    return this;
  }

  /**
   * Adds the names, executable bits, link targets and contents of a file or of all files of a tree.
   * A missing file counts as the text {@code absent}.
   */
  ContentHash tree(Path root) {
    if (!Files.exists(root)) {
      return text("absent");
    }
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.sorted().toList()) {
        text(root.relativize(path).toString());
        if (Files.isSymbolicLink(path)) {
          text("-> " + Files.readSymbolicLink(path));
        } else if (Files.isRegularFile(path)) {
          text(Files.isExecutable(path) ? "x" : "-");
          text(Long.toString(Files.size(path)));
          digest.update(Files.readAllBytes(path));
        }
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the first hexadecimal digits of the hash: enough to be unique, short enough for an
   * image tag.
   */
  String value() {
    return HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
  }
}
