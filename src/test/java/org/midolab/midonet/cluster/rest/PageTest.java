package org.midolab.midonet.cluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The description cannot end the HTML element that contains it. */
class PageTest {

  @Test
  void aDescriptionCannotEndItsElement() {
    String plain = Page.of("{}");
    String hostile = Page.of("{\"summary\": \"</script><script>alert(1)</script><!--\"}");
    assertThat(hostile.split("<script", -1)).hasSameSizeAs(plain.split("<script", -1));
    assertThat(hostile).contains("\\u003c/script>").doesNotContain("<!--");
  }
}
