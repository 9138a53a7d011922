/**
 * The file formats of a bundle (docs: certification.md#bundle): raw answers by their SHA-256, a run
 * log of JSON lines in which each line contains the hash of its predecessor, and the signed
 * envelope.
 *
 * <pre>
 *   RunLog  ──line──► run.jsonl        number, time, kind, body, hash of the line before
 *      │ refers to
 *      ▼
 *   EvidenceStore ──► evidence/SHA256  the raw answer, without secrets
 *   Envelope      ──► certificate.dsse.json
 * </pre>
 *
 * <p>The package does not interpret the events of a run.
 */
@NullMarked
package org.midolab.lab.certificate.bundle;

import org.jspecify.annotations.NullMarked;
