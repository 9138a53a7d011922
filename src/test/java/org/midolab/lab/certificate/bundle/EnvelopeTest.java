package org.midolab.lab.certificate.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The example in the specification of DSSE. */
  @Test
  void signsTypeAndMessageWithTheirLengths() {
    assertThat(Envelope.signedBytes("http://example.com/HelloWorld", bytes("hello world")))
        .isEqualTo(bytes("DSSEv1 29 http://example.com/HelloWorld 11 hello world"));
  }

  @Test
  void readsWhatItWrote() throws Exception {
    var envelope = Envelope.of(bytes("{}"), "a key", bytes("a signature"));
    var again = Envelope.read("file", Json.bytes(envelope));

    assertThat(again).isEqualTo(envelope);
    assertThat(again.message("file")).isEqualTo(bytes("{}"));
  }

  @Test
  void acceptsOneTextForEachEnvelope() {
    var text =
        new String(Json.bytes(Envelope.of(bytes("a"), "k", bytes("s"))), StandardCharsets.UTF_8);
    for (var other :
        new String[] {
          " " + text,
          text + "\n",
          text.replace("{\"payload\"", "{\"more\":1,\"payload\""),
          text.replace(",\"payloadType\"", ", \"payloadType\""),
          text.replace("\"keyid\":\"k\"", "\"keyid\":\"k\",\"keyid\":\"k\""),
          text.replace("\"keyid\":\"k\",", ""),
          "null"
        }) {
      assertThatThrownBy(() -> Envelope.read("file", bytes(other)))
          .as(other)
          .isInstanceOf(BundleException.class)
          .hasMessageStartingWith("file: ");
    }
  }

  /** The last digit of base64 may contain unused bits. */
  @Test
  void acceptsOneBase64TextForEachMessage() throws Exception {
    assertThat(Envelope.decode("file", "YQ==")).isEqualTo(bytes("a"));
    for (var other : new String[] {"YR==", "YQ=", "YQ", "Y Q==", "Y_=="}) {
      assertThatThrownBy(() -> Envelope.decode("file", other))
          .as(other)
          .isInstanceOf(BundleException.class);
    }
  }
}
