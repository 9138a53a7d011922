package org.midolab.lab.certificate.key;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/** A public key whose signatures count. */
public record TrustedKey(PublicKey key) {

  public KeyId id() {
    return KeyId.of(key);
  }

  /** The key in PEM, for others. */
  public String pem() {
    return Pem.of(key);
  }

  /** Whether the signature is this key's, of exactly this message. */
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      var verifier = Signature.getInstance(Pem.ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // a signature of another length or form
    }
  }
}
