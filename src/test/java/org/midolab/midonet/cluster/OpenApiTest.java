package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;

/** Compares the API's description with the server's behaviour. */
class OpenApiTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

  private final ApiClient api = CLUSTER.client();

  @Test
  void everyOperationAnswersAsDescribed() {
    JsonNode description = api.get("/openapi.json").json();
    assertThat(description.get("openapi").asText()).isEqualTo("3.1.0");
    Set<String> ids = new TreeSet<>();
    description
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (METHODS.contains(operation.getKey())) {
                            answersAsDescribed(path.getKey(), operation);
                            ids.add(operation.getValue().get("operationId").asText());
                          }
                        }));
    long operations =
        description.findValues("operationId").stream().map(JsonNode::asText).distinct().count();
    assertThat(ids).hasSize((int) operations).hasSizeGreaterThan(150);
  }

  private void answersAsDescribed(String path, Map.Entry<String, JsonNode> operation) {
    String uri = path.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
    JsonNode responses = operation.getValue().get("responses");
    Answer answer = ask(operation.getKey(), uri, "application/json", null);
    String as = operation.getKey() + " " + path + ": " + answer;
    JsonNode described = responses.get(String.valueOf(answer.status()));
    assertThat(described).as(as).isNotNull();
    String type = answer.header("Content-Type");
    if (type != null) {
      Set<String> types = new TreeSet<>();
      described.get("content").fieldNames().forEachRemaining(name -> types.add(bare(name)));
      assertThat(types).as(as).contains(bare(type));
    }
    if (operation.getValue().has("requestBody")) {
      assertThat(ask(operation.getKey(), uri, "image/png", null).status())
          .as(as)
          .isEqualTo(path.startsWith("/conf/") ? answer.status() : 415);
    }
    if (!path.equals("/login")) {
      assertThat(ask(operation.getKey(), uri, "application/json", "wrong").status())
          .as(as)
          .isEqualTo(401);
    }
  }

  private static String bare(String type) {
    return type.replaceFirst(";.*", "");
  }

  private Answer ask(String method, String uri, String contentType, String token) {
    HttpRequest.Builder request = api.to(uri).header("Content-Type", contentType);
    if (token != null) {
      request.setHeader("X-Auth-Token", token);
    }
    return api.send(
        method.equals("get") || method.equals("delete")
            ? request.method(method.toUpperCase(), BodyPublishers.noBody())
            : request.method(method.toUpperCase(), BodyPublishers.ofString("{}")));
  }

  @Test
  void thePageIsSelfContained() {
    Answer page = api.get("/openapi.html");
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
    String html = page.response().body();
    assertThat(html)
        .contains("/bridges/{id}/dhcp/{subnet}/hosts")
        .doesNotContain("@DESCRIPTION@", "src=", "@import", "<link");
    String json =
        html.replaceFirst("(?s).*id=\"description\">", "").replaceFirst("(?s)</script>.*", "");
    assertThat(json).doesNotContain("<");
    assertThat(read(json).get("paths")).isEqualTo(api.get("/openapi.json").json().get("paths"));
  }

  private static JsonNode read(String json) {
    try {
      return ApiClient.JSON.readTree(json);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void theCookieIsAcceptedForTheDescriptionOnly() {
    String cookie = "sessionId=" + ApiClient.TOKEN;
    for (String path : new String[] {"/openapi.html", "/openapi.json"}) {
      assertThat(anonymous(path, cookie).status()).isEqualTo(200);
      assertThat(anonymous(path, "sessionId=wrong").status()).isEqualTo(401);
      assertThat(anonymous(path, "x=y").status()).isEqualTo(401);
    }
    assertThat(anonymous("/bridges", cookie).status()).isEqualTo(401);
  }

  private Answer anonymous(String path, String cookie) {
    HttpRequest request = api.to(path).build();
    return api.send(
        HttpRequest.newBuilder(request, (name, value) -> !name.equals("X-Auth-Token"))
            .header("Cookie", cookie)
            .GET());
  }
}
