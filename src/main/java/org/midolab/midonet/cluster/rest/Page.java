package org.midolab.midonet.cluster.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The HTML page that shows the description of the API. It is self-contained. */
final class Page {

  /** Content security policy: the page may not load anything. */
  static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

  private Page() {}

  /**
   * Returns the page as HTML.
   *
   * @param description the OpenAPI document
   */
  static String of(String description) {
    try (InputStream in = Page.class.getResourceAsStream("openapi.html")) {
      String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      // Escaped, so that the document cannot end its script element.
      return page.replace("@DESCRIPTION@", description.replace("<", "\\u003c"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
