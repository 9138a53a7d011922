package org.midolab.midonet.cli.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The port that a port is linked to. It is read like any reference, but changed by creating and
 * deleting a link resource ({@code POST} and {@code DELETE} on {@code /ports/{id}/link}), since
 * both ends change at once.
 */
public record PeerLink() implements Codec {

  private static final RefCodecs.Ref PEER = new RefCodecs.Ref("peerId", "port");

  @Override
  public Optional<String> read(JsonNode object, Names names) {
    return PEER.read(object, names);
  }

  @Override
  public void write(ObjectNode object, Value value, Names names) {
    PEER.write(object, value, names);
  }

  @Override
  public List<String> fields() {
    return PEER.fields();
  }

  @Override
  public String form() {
    return PEER.form();
  }

  @Override
  public String refersTo() {
    return PEER.refersTo();
  }
}
