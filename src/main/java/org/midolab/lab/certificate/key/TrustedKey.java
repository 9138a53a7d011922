package org.midolab.lab.certificate.key;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/** A public key whose signatures are accepted. */
public record TrustedKey(PublicKey key) {

  public KeyId id() {
    return KeyId.of(key);
  }

  /** Returns the key in PEM. */
  public String pem() {
    return Pem.of(key);
  }

  /** Returns whether this key made the signature for exactly this message. */
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
