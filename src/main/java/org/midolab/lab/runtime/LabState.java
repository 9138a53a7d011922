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
 * What is known of a lab on disk, written before anything of it is made: {@code
 * .midolab/LAB/state.json}. The lab file as it was planned lies beside it.
 *
 * @param home the checkout that booted it
 * @param source the lab file that it was booted from
 * @param session random, a label of all that one boot makes
 * @param owner process that boots the lab, or the run of tests that takes it down at its end; 0
 *     once the lab outlives the process that booted it
 * @param phase BOOTING until every node is ready
 * @param network name of the management network
 * @param subnet what was leased for it; empty until then
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

  /** The file's name. A directory that has it is a lab's. */
  static final String FILE = "state.json";

  /** What the file is called while it is written. */
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
   * @param owned whether the lab goes with the process that booted it
   */
  LabState running(boolean owned) {
    return new LabState(
        lab, home, source, session, owned ? owner : 0, Phase.RUNNING, network, subnet, addresses);
  }

  /** Whether the process that should have taken this lab down is gone. */
  boolean orphaned() {
    return owner != 0 && ProcessHandle.of(owner).isEmpty();
  }
}
