/**
 * Certificates: the assessment of a profile's scenarios, its signature, and the verification of a
 * bundle (docs: certification.md#certification).
 *
 * <pre>
 *   RunRecord + Profile + Product ──► Assessment ──► Certificate (data) ──► CertificatePage, JSON
 *                                        │ no refusal        │
 *                                        ▼                   ▼
 *                                     Issuer ──► Statement (in-toto) ──► Envelope (DSSE, Ed25519)
 *
 *   bundle ──► Verifier ──► signature · consistency · re-evaluation       Comparison: of two
 * </pre>
 *
 * <p>Subpackages: {@code bundle} has the file formats, {@code key} keys and trust, {@code profile}
 * requirements and claims, {@code run} the events of the log. {@code bundle} uses none of the
 * others; the others use {@code bundle}. This package uses all; none of them uses it.
 */
@NullMarked
package org.midolab.lab.certificate;

import org.jspecify.annotations.NullMarked;
