package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The root file system that every image is based on. mmdebstrap builds it, because an image
 * registry may be unreachable. {@code MIDOLAB_BASE} names an image to use instead.
 */
final class RootFs {

  private static final List<String> MMDEBSTRAP =
      List.of(
          "mmdebstrap",
          "--quiet",
          "--variant=minbase",
          "--include=ca-certificates",
          "--aptopt=APT::Install-Recommends \"false\"",
          "--dpkgopt=path-exclude=/usr/share/man/*",
          "--dpkgopt=path-exclude=/usr/share/locale/*",
          "--dpkgopt=path-exclude=/usr/share/doc/*",
          "--dpkgopt=path-include=/usr/share/doc/*/copyright");

  private final LabHome home;

  RootFs(LabHome home) {
    this.home = home;
  }

  /** Returns the image that {@code MIDOLAB_BASE} names, or an empty string. */
  static String given() {
    return System.getenv().getOrDefault("MIDOLAB_BASE", "");
  }

  String tag() {
    return given().isEmpty()
        ? "midolab/rootfs:" + new ContentHash().text(String.join(" ", MMDEBSTRAP)).value()
        : given();
  }

  /**
   * Builds the image.
   *
   * @param aptOptions settings of apt that the machine's mirror needs
   */
  void build(List<String> aptOptions) {
    List<String> command = new ArrayList<>(MMDEBSTRAP);
    aptOptions.forEach(option -> command.add("--aptopt=" + aptLine(option)));
    Path tar = home.target().resolve("rootfs.tar");
    try {
      Files.createDirectories(home.target());
      Files.deleteIfExists(tar);
      command.add("bookworm");
      command.add(tar.toString());
      Shell.run(home.root(), command);
      // Uses the engine's own client, because the library's import truncates a body of this size.
      Shell.run(home.root(), List.of("docker", "import", tar.toString(), tag()));
      Files.delete(tar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns an option such as {@code Acquire::Check-Valid-Until=false} as a line of apt's
   * configuration.
   */
  private static String aptLine(String option) {
    int equals = option.indexOf('=');
    return option.substring(0, equals) + " \"" + option.substring(equals + 1) + "\"";
  }
}
