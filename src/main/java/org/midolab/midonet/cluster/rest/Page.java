package org.midolab.midonet.cluster.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The page that shows the description of the API; all that it needs is in it. */
final class Page {

  /** Nothing is fetched from anywhere. */
  static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

  private Page() {}

  /**
   * @param description the OpenAPI document
   */
  static String of(String description) {
    try (InputStream in = Page.class.getResourceAsStream("openapi.html")) {
      String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      // Nothing in the document may end the element that holds it.
      return page.replace("@DESCRIPTION@", description.replace("<", "\\u003c"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
