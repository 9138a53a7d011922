package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.cluster.ApiClient.Answer;

/** Tests gzip in requests and answers, and CORS (docs: contract.md#encodings). */
class EncodingTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();
  private final HttpClient http = HttpClient.newHttpClient();

  private HttpResponse<byte[]> get(String path, String encoding) throws Exception {
    return http.send(
        api.to(path).header("Accept-Encoding", encoding).GET().build(), BodyHandlers.ofByteArray());
  }

  private static byte[] packed(byte[] text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static JsonNode unpacked(HttpResponse<byte[]> answer) throws IOException {
    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(answer.headers().firstValue("Vary")).contains("Accept-Encoding");
    return ApiClient.JSON.readTree(new GZIPInputStream(new ByteArrayInputStream(answer.body())));
  }

  private Answer post(String encoding, byte[] body) {
    return api.send(
        api.to("/bridges")
            .header("Content-Type", "application/json")
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  @Test
  void answersAreCompressedOnRequest() throws Exception {
    for (int i = 0; i < 200; i++) { // more than is buffered of a list
      api.create("/bridges", "{'name': 'bridge %d'}".formatted(i));
    }
    for (String path : List.of("/bridges", "/", "/openapi.json")) {
      HttpResponse<byte[]> answer = get(path, "gzip, deflate");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(unpacked(answer)).as(path).isEqualTo(api.get(path).json());
      for (String other : List.of("identity", "br")) {
        HttpResponse<byte[]> plain = get(path, other);
        assertThat(plain.headers().firstValue("Content-Encoding")).as(other).isEmpty();
        assertThat(ApiClient.JSON.readTree(plain.body())).isEqualTo(api.get(path).json());
      }
    }
    HttpResponse<byte[]> error = get("/bridges/x", "gzip");
    assertThat(error.statusCode()).isEqualTo(404);
    assertThat(unpacked(error).get("code").asInt()).isEqualTo(404);
  }

  @Test
  void compressedBodiesAreAccepted() {
    Answer made = post("gzip", packed("{\"name\": \"packed\"}".getBytes(StandardCharsets.UTF_8)));
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    assertThat(api.get(made.location()).json().get("name").asText()).isEqualTo("packed");
  }

  @Test
  void invalidAndExcessiveCompressionIsRefused() {
    byte[] whole = packed("{\"name\": \"x\"}".getBytes(StandardCharsets.UTF_8));
    int before = api.get("/bridges").json().size();
    assertThat(post("gzip", "{}".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(400);
    assertThat(post("gzip", Arrays.copyOf(whole, whole.length / 2)).status()).isEqualTo(400);
    assertThat(post("gzip", new byte[0]).status()).isEqualTo(400);
    byte[] bomb = new byte[64 << 20];
    Arrays.fill(bomb, (byte) ' ');
    byte[] small = packed(bomb);
    assertThat(small.length).isLessThan(1 << 20);
    assertThat(post("gzip", small).status()).isEqualTo(413);
    assertThat(post("deflate", whole).status()).isBetween(400, 499);
    assertThat(api.get("/bridges").json()).hasSize(before);
  }

  private HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(
        api.to(path).build(), (name, value) -> !name.equals("X-Auth-Token"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/bridges", "/no/such/thing", "/login", "/openapi.html"})
  void scriptsOfAllOriginsMayReadAnswers(String path) {
    for (HttpRequest.Builder request : List.of(api.to(path), anonymous(path))) {
      Answer answer = api.send(request.header("Origin", "http://elsewhere.example").GET());
      assertThat(answer.header("Access-Control-Allow-Origin")).as("%s", answer).isEqualTo("*");
      assertThat(answer.header("Access-Control-Expose-Headers")).contains("Location");
      assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
    }
  }

  @Test
  void preflightRequestsNeedNoToken() {
    Answer asked =
        api.send(
            anonymous("/bridges")
                .header("Origin", "http://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-auth-token, content-type")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(asked.status()).isEqualTo(204);
    assertThat(asked.header("Access-Control-Allow-Methods")).contains("POST", "PUT", "DELETE");
    assertThat(asked.header("Access-Control-Allow-Headers"))
        .contains("X-Auth-Token", "X-Auth-Project", "Authorization", "Content-Type", "If-Match");
    Answer plain = api.send(anonymous("/bridges").method("OPTIONS", BodyPublishers.noBody()));
    assertThat(plain.status()).isEqualTo(401);
  }
}
