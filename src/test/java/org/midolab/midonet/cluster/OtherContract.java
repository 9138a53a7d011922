package org.midolab.midonet.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Contract of one operation that does not belong to a stored object: a view, a document or a link.
 * It is a row of {@code contract.yaml}, which describes the fields.
 *
 * @param media null when the answer has no body of a vendor media type
 * @param content content type of the answer or request if it is not a vendor media type
 * @param send null when there is no body
 * @param has expected contents of the answer; null for no expectation
 */
record OtherContract(
    String method,
    String path,
    String media,
    int oldest,
    int newest,
    boolean list,
    String content,
    String send,
    int status,
    String has) {

  static Stream<OtherContract> all() {
    List<OtherContract> all = new ArrayList<>();
    Contract.file().get("others").forEach(row -> all.add(of(row)));
    return all.stream();
  }

  private static OtherContract of(JsonNode row) {
    String[] ask = row.get("ask").asText().split(" ");
    String media = row.path("media").asText(null);
    String list = row.path("list").asText(null);
    return new OtherContract(
        ask[0],
        ask[1],
        list != null ? list : media,
        row.path("versions").path(0).asInt(1),
        row.path("versions").path(1).asInt(1),
        list != null,
        row.path("content").asText(null),
        row.path("send").asText(null),
        row.path("status").asInt(200),
        row.path("has").asText(null));
  }

  /** Returns whether the answer has a body of the row's media type. */
  boolean answers() {
    return method.equals("GET") || has != null;
  }

  /** Returns the media type of one version. */
  String type(int version) {
    return (list && !media.startsWith("neutron.") ? "collection." : "")
        + media
        + (list && media.startsWith("neutron.") ? "s" : "")
        + "-v"
        + version;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
