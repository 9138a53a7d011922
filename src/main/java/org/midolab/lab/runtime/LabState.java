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

/**
 * What is known of a lab on disk, written before anything of it is made: {@code
 * .midolab/LAB/state.json}. The lab file as it was planned lies beside it.
 *
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
    String lab,
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

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  static Optional<LabState> read(Path directory) {
    Path file = directory.resolve("state.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), LabState.class));
    } catch (IOException e) {
      throw new LabFailure(
          file + " cannot be read (" + e.getMessage() + "); remove the lab with: ./lab clean", e);
    }
  }

  void write(Path directory) {
    try {
      Files.createDirectories(directory);
      Path draft = directory.resolve("state.json.new");
      JSON.writeValue(draft.toFile(), this);
      Files.move(
          draft,
          directory.resolve("state.json"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LabState leased(String newSubnet, Map<String, String> newAddresses) {
    return new LabState(lab, source, session, owner, phase, network, newSubnet, newAddresses);
  }

  /**
   * @param owned whether the lab goes with the process that booted it
   */
  LabState running(boolean owned) {
    return new LabState(
        lab, source, session, owned ? owner : 0, Phase.RUNNING, network, subnet, addresses);
  }

  /** Whether the process that should have taken this lab down is gone. */
  boolean orphaned() {
    return owner != 0 && ProcessHandle.of(owner).isEmpty();
  }
}
