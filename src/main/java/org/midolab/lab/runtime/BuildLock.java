package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The lock of a checkout's builds of packages and images, {@code target/build.lock}. It is a lock
 * of the operating system, so it ends with its process, and the file may stay. The file has the
 * process id of the last holder.
 */
public final class BuildLock implements AutoCloseable {

  private static final int POLL_MILLIS = 200;

  private final FileChannel channel;

  private BuildLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock. If another process has it, says so and waits without a limit.
   *
   * @throws LabFailure if the thread is interrupted while it waits
   */
  static BuildLock take(LabHome home, Progress progress) {
    FileChannel channel = open(file(home));
    try {
      if (!locked(channel)) {
        progress.say(
            "another ./lab%s builds packages and images; this one goes on when it has finished"
                .formatted(process(channel).map(id -> " (process " + id + ")").orElse("")));
        while (!locked(channel)) {
          TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
      }
      byte[] own = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0).write(ByteBuffer.wrap(own), 0);
      return new BuildLock(channel);
    } catch (InterruptedException e) {
      close(channel);
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted while another ./lab builds images", e);
    } catch (IOException e) {
      close(channel);
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the process id of another process that has the lock; empty if none has it. A process
   * that has the lock must not call it, because that would release the lock.
   */
  public static Optional<Long> holder(LabHome home) {
    if (!Files.exists(file(home))) {
      return Optional.empty();
    }
    try (FileChannel channel = open(file(home))) {
      return locked(channel) ? Optional.empty() : process(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(LabHome home) {
    return home.target().resolve("build.lock");
  }

  private static FileChannel open(Path file) {
    try {
      Files.createDirectories(file.getParent());
      return FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Locks the file, unless another process or another thread of this one has locked it. */
  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * Returns the process id in the file. Reads through the given channel, because closing another
   * one on the same file would release a lock of this process.
   */
  private static Optional<Long> process(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(18);
    channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    return text.matches("[0-9]+") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  /** Releases the lock. */
  @Override
  public void close() {
    close(channel);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
