package org.midolab.lab.certificate.key;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** A key pair that signs certificates. Its text never shows the private half. */
public final class SigningKey {

  private final PrivateKey secret;
  private final PublicKey open;

  SigningKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = open;
  }

  public KeyId id() {
    return KeyId.of(open);
  }

  /** The 64 bytes of an Ed25519 signature. */
  public byte[] sign(byte[] message) {
    try {
      var signature = Signature.getInstance(Pem.ALGORITHM);
      signature.initSign(secret);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this key does not sign: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "signing key " + id();
  }
}
