package org.midolab.midonet.cluster.rest;

import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Content encoding gzip for requests and, if clients accept it, for answers (docs:
 * contract.md#encodings; RFC 9110, §8.4.1.3). Requests are decompressed while they are read, so the
 * limit of {@link Bodies} applies to the decompressed size.
 */
final class Gzip implements ContentEncoding {

  private static final int BUFFER = 8 << 10;

  @Override
  public String name() {
    return "gzip";
  }

  @Override
  public String type() {
    return "gzip";
  }

  @Override
  public Set<String> ids() {
    return Set.of("gzip", "x-gzip");
  }

  @Override
  public boolean supportsEncoding() {
    return true;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return Unpacked::new;
  }

  @Override
  public ContentEncoder encoder() {
    return new ContentEncoder() {
      @Override
      public OutputStream apply(OutputStream out) {
        try {
          return new GZIPOutputStream(out, BUFFER);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void headers(WritableHeaders<?> headers) {
        headers.set(HeaderNames.CONTENT_ENCODING, "gzip");
        headers.set(HeaderNames.VARY, "Accept-Encoding");
        headers.remove(HeaderNames.CONTENT_LENGTH);
      }
    };
  }

  /** Opens the gzip stream at the first read, so that invalid data fails where bodies are read. */
  private static final class Unpacked extends InputStream {

    private final InputStream packed;
    private GZIPInputStream in;

    Unpacked(InputStream packed) {
      this.packed = packed;
    }

    private GZIPInputStream in() throws IOException {
      if (in == null) {
        in = new GZIPInputStream(packed, BUFFER);
      }
      return in;
    }

    @Override
    public int read() throws IOException {
      return in().read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return in().read(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      (in == null ? packed : in).close();
    }
  }
}
