package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.midolab.lab.spec.LabName;

/**
 * A walk of the guide that has begun on a lab and has not ended. It is recorded in the lab's
 * directory, so that it is known after the process has ended in any way.
 *
 * @param process id of the process that performs it, or performed it
 * @param step id of the scenario that was started last
 */
public record UnfinishedWalk(long process, String step) {

  private static final String FILE = "walk";

  static Optional<UnfinishedWalk> in(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      String[] words = Files.readString(file).strip().split(" ", 2);
      return Optional.of(new UnfinishedWalk(Long.parseLong(words[0]), words[1]));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path directory) {
    try {
      Path draft = directory.resolve(FILE + ".new");
      Files.writeString(draft, process + " " + step);
      Files.move(
          draft,
          directory.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void end(Path directory) {
    try {
      Files.deleteIfExists(directory.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what is known about the lab, and what to type next. */
  public String sentence(LabName lab) {
    return ProcessHandle.of(process).isPresent()
        ? ("the guide is being performed on lab '%s' by process %d, now at step %s;"
                + " wait until it ends")
            .formatted(lab, process, step)
        : interrupted(lab);
  }

  /** Returns what is known about the lab when the process ends, and what to type next. */
  public String interrupted(LabName lab) {
    return ("the guide was not performed to its end on lab '%1$s': it was interrupted at step %2$s;"
            + " perform the rest by hand (./lab check %1$s shows what is missing), or start again"
            + " with: ./lab down %1$s && ./lab up %1$s")
        .formatted(lab, step);
  }
}
