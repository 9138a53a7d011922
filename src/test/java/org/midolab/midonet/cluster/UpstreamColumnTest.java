package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The column "5.0.4" has a value for each row of the contract, and a reason for each difference.
 */
class UpstreamColumnTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  /** Rows without a known value for 5.0.4. The number may only decrease. */
  private static final int NOT_KNOWN = 77;

  private final ApiClient api = CLUSTER.client();
  private final UpstreamColumn column = UpstreamColumn.read();

  @Test
  void everyRowHasOneValueAndEveryDifferenceAReason() {
    assertThat(column.problems(ContractRows.of(api))).isEmpty();
  }

  @Test
  void theNumberOfUnknownRowsDoesNotGrow() {
    assertThat(column.notKnown())
        .as("rows that are not known; when there are fewer, lower NOT_KNOWN")
        .isEqualTo(NOT_KNOWN);
  }

  /** All query parameters of 5.0.4 that filter lists of this cluster. */
  @Test
  void everyQueryParameterOfMidonetIsDeclared() {
    assertThat(ContractRows.of(api).get("queries"))
        .contains(
            "GET /bridges tenant_id",
            "GET /chains tenant_id",
            "GET /pools hm_id",
            "GET /port_groups port_id",
            "GET /port_groups tenant_id",
            "GET /routers tenant_id",
            "GET /traces tenant_id");
  }

  /** Operations that only 5.0.4 has are answered with an error. */
  @Test
  void operationsOnlyIn504AreAbsent() {
    JsonNode schemas = api.get("/openapi.json").json().at("/components/schemas");
    for (UpstreamColumn.Beyond each : column.beyond()) {
      if (each.missing() && each.row().startsWith("/")) {
        assertThat(api.get(each.row()).status()).as(each.row()).isEqualTo(404);
      } else if (each.missing()) {
        String[] property = each.row().split("\\.");
        assertThat(schemas.path(property[0]).findValue(property[1])).as(each.row()).isNull();
      }
    }
  }

  /** A fault in the column is detected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      textBlock =
          """
          {fields: {same: A.a; A.b}}                                      | nothing
          {fields: {same: A.a}}                                           | fields: A.b has 0 values for 5.0.4
          {fields: {same: A.a; A.b, not known: A.b}}                      | fields: A.b has 2 values for 5.0.4
          {fields: {same: A.a; A.b; A.c}}                                 | fields: A.c is not a row of the contract
          {fields: {same: A.a, differs: [{rows: A.b, is: x, why: y}]}}    | nothing
          {fields: {same: A.a, differs: [{rows: A.b, is: x}]}}            | fields: A.b differs without a reason
          {fields: {same: A.a, differs: [{rows: A.b, is: x, why: ' '}]}}  | fields: A.b differs without a reason
          {fields: {same: A.a, differs: [{rows: A.b, why: y}]}}           | fields: A.b differs without a reason
          {fields: {same: A.a; A.b}, cases: [{row: r, is: x, ours: y}]}   | Beyond[row=r, missing=false, why=] has no reason
          {fields: {same: A.a; A.b}, other: {same: A.b}}                  | other: A.b is not a row of the contract
          """)
  void aFaultIsDetected(String file, String problem) throws IOException {
    UpstreamColumn faulty = UpstreamColumn.of(new YAMLMapper().readTree(file));
    Map<String, Set<String>> rows = Map.of("fields", Set.of("A.a", "A.b"));
    if (problem == null) {
      assertThat(faulty.problems(rows)).isEmpty();
    } else {
      assertThat(faulty.problems(rows)).containsExactly(problem);
    }
  }
}
