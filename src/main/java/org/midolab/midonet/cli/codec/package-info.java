/**
 * Conversion of attribute values between lines and JSON.
 *
 * <pre>
 *   Value (as typed) ──write──► JSON fields ──read──► printed word
 *                        │                     │
 *                        └──────── Names ──────┘     references: alias or UUID to id and back
 * </pre>
 *
 * A codec knows neither the types of objects nor the session. The session implements {@code Names},
 * the grammar implements {@code Value.Spelled}. The package may use {@code failure}.
 */
@NullMarked
package org.midolab.midonet.cli.codec;

import org.jspecify.annotations.NullMarked;
