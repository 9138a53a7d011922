package org.midolab.midonet.cluster.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/**
 * Holds output back until it is longer than a limit, so that a failure before that still gets an
 * answer of its own; from then on it streams.
 */
final class SpillingOutput extends OutputStream {

  private final int limit;
  private final Supplier<OutputStream> target;
  private ByteArrayOutputStream held = new ByteArrayOutputStream();
  private OutputStream open;

  /**
   * @param target opened once the limit is passed
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

  /** Whether anything has gone out. */
  boolean spilled() {
    return open != null;
  }

  /** What was held back, while nothing has gone out. */
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
