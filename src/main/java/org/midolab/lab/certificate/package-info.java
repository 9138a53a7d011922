/**
 * Certificates: a run of a profile's scenarios, judged, signed, and checked by whoever has the
 * bundle (docs: certification.md#certification).
 *
 * <pre>
 *   RunRecord + Profile + Product ──► Assessment ──► Certificate (data) ──► CertificatePage, JSON
 *                                        │ no refusal        │
 *                                        ▼                   ▼
 *                                     Issuer ──► Statement (in-toto) ──► Envelope (DSSE, Ed25519)
 *
 *   bundle ──► Verifier ──► signature · consistency · re-evaluation       Comparison: two of them
 * </pre>
 *
 * <p>Rooms: {@code bundle} the files, {@code key} keys and trust, {@code profile} what is to be
 * shown and what is claimed, {@code run} what the log tells. {@code bundle} uses none of them, the
 * others use {@code bundle}; this package uses all, and no room uses it.
 */
package org.midolab.lab.certificate;
