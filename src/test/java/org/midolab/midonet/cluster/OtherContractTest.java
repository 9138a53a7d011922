package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.ApiClient.media;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.Base64;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.midolab.midonet.cluster.ApiClient.Answer;

/** Tests documents, links and views of {@link OtherContract}. */
class OtherContractTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private static final String ALL = "org.midolab.midonet.cluster.OtherContract#all";

  private final ApiClient api = CLUSTER.client();
  private final World world = new World(CLUSTER);

  private Answer ask(OtherContract row, String contentType, String accept) {
    world.fill(row.has()); // creates the referenced objects first
    HttpRequest.Builder request = api.to(world.fill(row.path()));
    if (row.path().equals("/login")) {
      request.header(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString("admin:x".getBytes()));
    }
    return api.send(
        row.method(),
        request,
        new ApiClient.Types(contentType, accept),
        row.send() == null ? null : world.fill(row.send()).replace('\'', '"'));
  }

  private boolean has(OtherContract row, JsonNode body) {
    JsonNode wanted = ContractTest.json(world, row.has());
    for (JsonNode each : row.list() ? body : ApiClient.JSON.createArrayNode().add(body)) {
      if (wanted.properties().stream()
          .allMatch(field -> field.getValue().equals(each.get(field.getKey())))) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void itAnswersInEachMediaType(OtherContract row) {
    if (row.media() == null) {
      Answer answer = ask(row, row.send() == null ? null : row.content(), null);
      assertThat(answer.status()).as("%s", answer).isEqualTo(row.status());
      if (row.answers()) {
        assertThat(answer.header("Content-Type")).isEqualTo(row.content());
      }
      return;
    }
    for (int version = 0; version <= row.newest() + 1; version++) {
      boolean known = version >= row.oldest() && version <= row.newest();
      String type = media(row.type(version));
      boolean takes = row.send() != null && !row.path().equals("/login");
      Answer answer = ask(row, takes ? type : null, row.answers() ? type : null);
      assertThat(answer.status())
          .as("%s %s", type, answer)
          .isEqualTo(known ? row.status() : row.answers() ? 406 : 415);
      if (known && row.answers()) {
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(row.has() == null || has(row, answer.json())).as("%s", answer).isTrue();
      }
      if (version == row.oldest() && !row.answers()) {
        return; // done, and not twice
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void plainJsonIsAcceptedAndReturned(OtherContract row) {
    if (row.media() == null) {
      Answer answer = ask(row, row.send() == null ? null : row.content(), "image/png");
      assertThat(answer.status()).as("text for any Accept header").isEqualTo(row.status());
      return;
    }
    Answer answer = ask(row, "application/json", "application/json");
    assertThat(answer.status()).as("%s", answer).isEqualTo(row.status());
    if (row.answers()) {
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }
  }
}
