package org.midolab.lab.certificate.key;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** A key pair that signs certificates. Its text does not contain the private key. */
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

  /** Returns the Ed25519 signature of a message (RFC 8032 §5.1.6), 64 bytes. */
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
