package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.cluster.ApiClient.media;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.cluster.ApiClient.Answer;

/**
 * Tests the errors common to all operations on each operation of the API's description. {@code
 * EveryEndpointTest} tests 401 and 403, {@link StorageAwayTest} 503, {@link ContractTest} and
 * {@link NeutronContractTest} the errors of single resources.
 */
class EveryOperationTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private static final int TOO_LARGE = (1 << 20) + 1;

  private final ApiClient api = CLUSTER.client();
  private final List<Operation> all = Operation.all(api);

  private Answer ask(Operation operation, String contentType, String accept, String body) {
    return api.send(
        operation.method(),
        api.to(operation.pathOfUnknownIds()),
        new ApiClient.Types(contentType, accept),
        body);
  }

  private static void isError(Answer answer, int status, Operation operation) {
    assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(status);
    assertThat(answer.header("Content-Type")).as("%s", operation).isEqualTo(media("Error-v1"));
    assertThat(answer.json().get("code").asInt()).as("%s", operation).isEqualTo(status);
    assertThat(answer.json().get("message").asText()).as("%s", operation).isNotBlank();
  }

  /** Operations with path parameters, except the few that accept any value. */
  private List<Operation> withParameters() {
    return all.stream()
        .filter(operation -> operation.path().contains("{"))
        .filter(operation -> !operation.path().matches("/conf/(nodes|runtime|templates)/.*"))
        .toList();
  }

  @Test
  void anUnknownIdIsNotFound() {
    for (Operation operation : withParameters()) {
      if (operation.takes().isEmpty() && !isIdempotentDelete(operation)) {
        isError(ask(operation, null, null, null), 404, operation);
      }
    }
  }

  @Test
  void repeatedDeletesOfNeutronAndLoadBalancingSucceed() {
    List<Operation> again = withParameters().stream().filter(this::isIdempotentDelete).toList();
    assertThat(again).hasSize(17);
    for (Operation operation : again) {
      Answer answer = ask(operation, null, null, null);
      assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(204);
    }
  }

  /** MidoNet 5.0 answers a second DELETE of these with 204. */
  private boolean isIdempotentDelete(Operation operation) {
    return operation.method().equals("DELETE")
        && (operation
                .path()
                .matches("/(vips|pools|pool_members|health_monitors|conf/template-mappings)/\\{id}")
            || operation.path().startsWith("/neutron/")
                && !operation.path().equals("/neutron/lb/pool_health_monitor/{id}"));
  }

  @Test
  void anUnsupportedMethodIsRefusedWithTheAllowedOnes() {
    Map<String, TreeSet<String>> methods = new TreeMap<>();
    all.forEach(
        operation ->
            methods
                .computeIfAbsent(operation.path(), path -> new TreeSet<>())
                .add(operation.method()));
    methods.forEach(
        (path, allowed) -> {
          for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
            if (!allowed.contains(method)) {
              Operation operation = new Operation(method, path, allowed, allowed);
              Answer answer = ask(operation, "application/json", null, "{}");
              isError(answer, 405, operation);
              assertThat(answer.header("Allow"))
                  .as("%s", operation)
                  .isEqualTo(allowed.stream().collect(Collectors.joining(", ")));
            }
          }
        });
  }

  @Test
  void anUnavailableAnswerTypeIs406() {
    for (Operation operation : all) {
      boolean json = operation.gives().stream().anyMatch(type -> type.contains("vnd."));
      if (json && !operation.path().equals("/login")) {
        String sent = operation.takes().stream().findFirst().orElse(null);
        for (String type : List.of("text/html", media("Nothing-v1"), media("Bridge-v99"))) {
          isError(ask(operation, sent, type, sent == null ? null : "{}"), 406, operation);
        }
      }
    }
  }

  /** Operations that read a body; login ignores it. */
  private List<Operation> withBody() {
    return all.stream()
        .filter(operation -> !operation.takes().isEmpty())
        .filter(operation -> !operation.path().equals("/login"))
        .toList();
  }

  @Test
  void anUnsupportedBodyTypeIs415() {
    for (Operation operation : withBody()) {
      if (!operation.takes().contains("text/plain")) {
        for (String type : List.of("text/plain", media("Nothing-v1"), media("Bridge-v99"), "x")) {
          isError(ask(operation, type, null, "{}"), 415, operation);
        }
        isError(ask(operation, null, null, "{}"), 415, operation);
      }
    }
  }

  @Test
  void aBodyThatIsTooLargeIs413() {
    String body = "x".repeat(TOO_LARGE);
    for (Operation operation : withBody()) {
      isError(ask(operation, operation.takes().iterator().next(), null, body), 413, operation);
    }
  }

  @Test
  void aBodyThatIsNotJsonIs400() {
    for (Operation operation : withBody()) {
      if (!operation.takes().contains("text/plain")) {
        for (String type : operation.takes()) {
          isError(ask(operation, type, null, "{\"a\": "), 400, operation);
        }
      }
    }
  }
}
