package org.midolab.midonet.cluster.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/**
 * Buffers output up to a limit, so that a failure before the limit can still be answered with an
 * error. Beyond the limit it writes to the target.
 */
final class SpillingOutput extends OutputStream {

  private final int limit;
  private final Supplier<OutputStream> target;
  private ByteArrayOutputStream held = new ByteArrayOutputStream();
  private OutputStream open;

  /**
   * @param target opened when the limit is exceeded
   */
  SpillingOutput(int limit, Supplier<OutputStream> target) {
    this.limit = limit;
    this.target = target;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (open == null && held.size() + length > limit) {
      open = target.get();
      held.writeTo(open);
      held = null;
    }
    if (open == null) {
      held.write(bytes, offset, length);
    } else {
      open.write(bytes, offset, length);
    }
  }

  /** Returns whether output was written to the target. */
  boolean spilled() {
    return open != null;
  }

  /** Returns the buffered output while nothing was written to the target. */
  byte[] held() {
    return held.toByteArray();
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }
}
