package org.midolab.midonet.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.midonet.cli.failure.CliException;

/** Uses an API with a self-signed certificate for another host name. */
class TlsTest {

  private static final String STORE_PASSWORD = "changeit";

  @TempDir private Path directory;

  @Test
  void theCertificateIsCheckedByDefault() throws Exception {
    try (var api = TwinApi.overTls(selfSigned())) {
      try (var rest = rest(api, true)) {
        assertThatThrownBy(rest::open)
            .isInstanceOf(CliException.Fatal.class)
            .hasMessageContaining(api.url());
      }
      try (var rest = rest(api, false)) {
        rest.open();
        assertThat(rest.link("routers")).isEqualTo(api.url() + "/routers");
      }
    }
  }

  private static Rest rest(TwinApi api, boolean verifyCertificates) {
    var settings =
        new Settings(
            URI.create(api.url()),
            new Settings.Credentials("admin", "secret", "admin"),
            null,
            verifyCertificates,
            false);
    return new Rest(settings, new PrintStream(PrintStream.nullOutputStream()));
  }

  private SSLContext selfSigned() throws Exception {
    Path store = directory.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "api",
                "-keyalg",
                "EC",
                "-dname",
                "CN=elsewhere",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD)
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue())
        .as(new String(keytool.getInputStream().readAllBytes()))
        .isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD.toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, STORE_PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
