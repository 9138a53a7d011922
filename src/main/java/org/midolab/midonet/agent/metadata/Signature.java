package org.midolab.midonet.agent.metadata;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs ids of instances as Nova expects it: HMAC-SHA256 (RFC 2104) with the shared secret as the
 * key, in lower-case hexadecimal.
 */
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";

  private final Key key;

  Signature(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    // HMAC pads a key with zeros, so one zero stands for an empty key, which Java refuses.
    key = new SecretKeySpec(bytes.length == 0 ? new byte[1] : bytes, ALGORITHM);
  }

  String of(String instanceId) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(instanceId.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each Java has " + ALGORITHM, e);
    }
  }
}
