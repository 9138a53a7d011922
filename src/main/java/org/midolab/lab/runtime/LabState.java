package org.midolab.lab.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.midolab.lab.spec.LabName;

/**
 * A lab's state on disk, {@code .midolab/LAB/state.json}. It is written before any object of the
 * lab is created. A copy of the lab file is in the same directory.
 *
 * @param home the checkout that booted it
 * @param source the lab file that it was booted from
 * @param session random text; a label of all objects that one boot creates
 * @param owner process id of the process that boots the lab, or of the test run that removes it at
 *     its end; 0 if the lab stays after the process that booted it
 * @param phase BOOTING until every node is ready
 * @param network name of the management network
 * @param subnet the leased subnet; empty until it is leased
 * @param addresses management address by node
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LabState(
    LabName lab,
    String home,
    String source,
    String session,
    long owner,
    Phase phase,
    String network,
    String subnet,
    Map<String, String> addresses) {

  enum Phase {
    BOOTING,
    RUNNING
  }

  /** Name of the file. A directory with such a file belongs to a lab. */
  static final String FILE = "state.json";

  /** Name of the file while it is written. */
  static final String DRAFT = "state.json.new";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  static Optional<LabState> read(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), LabState.class));
    } catch (IOException e) {
      throw new LabFailure(
          file
              + " cannot be read ("
              + e.getMessage()
              + "); remove the lab with: ./lab down "
              + directory.getFileName(),
          e);
    }
  }

  void write(Path directory) {
    try {
      Files.createDirectories(directory);
      Path draft = directory.resolve(DRAFT);
      JSON.writeValue(draft.toFile(), this);
      Files.move(
          draft,
          directory.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LabState leased(String newSubnet, Map<String, String> newAddresses) {
    return new LabState(lab, home, source, session, owner, phase, network, newSubnet, newAddresses);
  }

  /**
   * Returns this state in phase RUNNING.
   *
   * @param owned whether the lab ends with the process that booted it
   */
  LabState running(boolean owned) {
    return new LabState(
        lab, home, source, session, owned ? owner : 0, Phase.RUNNING, network, subnet, addresses);
  }

  /** Returns a sentence about the boot of a lab in phase BOOTING, and what to type next. */
  String booting() {
    return (orphaned()
            ? "lab '%1$s' is not up: its boot was interrupted; boot it again with: ./lab up %1$s"
            : "lab '%1$s' is being booted by process %2$d; wait until it is up")
        .formatted(lab, owner);
  }

  /** Reports whether the process that should have removed this lab has ended. */
  boolean orphaned() {
    return owner != 0 && ProcessHandle.of(owner).isEmpty();
  }
}
