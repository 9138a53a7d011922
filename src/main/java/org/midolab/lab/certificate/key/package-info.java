/**
 * Keys of certificates: Ed25519 (RFC 8032) in PEM (RFC 7468), which keys are trusted, and which are
 * revoked.
 *
 * <p>Of certificates it uses {@code bundle} only, for the hash.
 */
package org.midolab.lab.certificate.key;
