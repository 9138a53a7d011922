/**
 * What a certificate is kept in: a directory with raw answers by their SHA-256, a run log of JSON
 * lines in which each line holds its predecessor's hash, and the signed envelope (docs:
 * certification.md#bundle).
 *
 * <pre>
 *   RunLog  ──line──► run.jsonl        number, time, kind, body, hash of the line before
 *      │ refers to
 *      ▼
 *   EvidenceStore ──► evidence/SHA256  the raw answer, without secrets
 *   Envelope      ──► certificate.dsse.json
 * </pre>
 *
 * <p>It knows the form of these files, and not what a run means.
 */
package org.midolab.lab.certificate.bundle;
