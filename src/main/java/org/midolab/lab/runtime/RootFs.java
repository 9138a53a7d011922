package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The root file system under every image: made by mmdebstrap, since no image registry may be
 * reachable. {@code MIDOLAB_BASE} names an image to be used instead.
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

  /** An image given from outside, or empty. */
  static String given() {
    return System.getenv().getOrDefault("MIDOLAB_BASE", "");
  }

  String tag() {
    return given().isEmpty()
        ? "midolab/rootfs:" + new ContentHash().text(String.join(" ", MMDEBSTRAP)).value()
        : given();
  }

  /**
   * Makes the image.
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
      // By the engine's own client: the library's import cuts a body of this size short.
      Shell.run(home.root(), List.of("docker", "import", tar.toString(), tag()));
      Files.delete(tar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code Acquire::Check-Valid-Until=false} as a line of apt's configuration. */
  private static String aptLine(String option) {
    int equals = option.indexOf('=');
    return option.substring(0, equals) + " \"" + option.substring(equals + 1) + "\"";
  }
}
