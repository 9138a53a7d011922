/**
 * Keys of certificates: Ed25519 (RFC 8032) in PEM (RFC 7468), trusted keys, and revocations (docs:
 * certification.md#keys).
 *
 * <p>Of the packages of certificates it uses only {@code bundle}, for the hash.
 */
@NullMarked
package org.midolab.lab.certificate.key;

import org.jspecify.annotations.NullMarked;
