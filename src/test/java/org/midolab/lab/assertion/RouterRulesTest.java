package org.midolab.lab.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterRulesTest {

  private static final String ROUTE =
      "{\"type\": \"Normal\", \"srcNetworkLength\": 0, \"learned\": false}";

  private static boolean isNormal(String route) throws Exception {
    return RouterRules.isNormal(new ObjectMapper().readTree(route));
  }

  @Test
  void aRouteThatAUserAddedIsNormal() throws Exception {
    assertThat(isNormal(ROUTE)).isTrue();
    assertThat(isNormal(ROUTE.replace(", \"learned\": false", ""))).isTrue();
  }

  @Test
  void learnedPortAndRejectRoutesAreNotNormal() throws Exception {
    for (var other :
        List.of(
            ROUTE.replace("false", "true"),
            ROUTE.replace("Normal", "Blackhole"),
            ROUTE.replace("Normal", "Reject"),
            ROUTE.replace("Length\": 0", "Length\": 24"))) {
      assertThat(isNormal(other)).as(other).isFalse();
    }
  }
}
