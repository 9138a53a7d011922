package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as {@code systemctl list-jobs --no-legend} prints them while the unit stops. */
class SystemdTest {

  @ParameterizedTest
  @CsvSource({
    "' 1218 midolman.service restart running', true",
    "'1218 midolman.service                  restart running\n', true",
    "' 1218 midolman.service stop running', false",
    "' 1218 midolman.service start waiting', false",
    "' 1218 other-midolman.service restart running', false",
    "' 1217 midolman.service stop waiting\n 1218 other.service restart running', false",
    "'', false"
  })
  void onlyAJobOfTypeRestartIsARestart(String jobs, boolean restart) {
    assertThat(Systemd.hasRestart(jobs)).isEqualTo(restart);
  }
}
