package org.midolab.midonet.cluster.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.ChainBuilder;

/** Shapes that take their readers and writers from a record. */
class ComponentsTest {

  private static Shape.Builder<Chain, ChainBuilder> chain() {
    return Shape.of(Chain.class, ChainBuilder.class, MediaType.of("Chain", 1));
  }

  @Test
  void aPropertyIsReadIntoTheComponentOfItsNameInEitherSpelling() {
    ObjectNode body =
        JsonNodeFactory.instance.objectNode().put("name", "in").put("tenant_id", "blue");

    Chain read =
        chain()
            .optional("name", Kinds.NAME)
            .optional("tenant_id", Kinds.NAME)
            .build()
            .read(body, ChainBuilder.builder())
            .build();

    assertThat(read.name()).isEqualTo("in");
    assertThat(read.tenantId()).isEqualTo("blue");
  }

  @Test
  void aPropertyIsWrittenFromTheComponentThatIsNamed() {
    Shape<Chain, ChainBuilder> shape = chain().optional("label", "name", Kinds.NAME).build();

    ObjectNode written = shape.write(ChainBuilder.builder().name("in").build(), new Links(""), 1);

    assertThat(written.path("label").asText()).isEqualTo("in");
  }

  @Test
  void aPropertyWithoutAComponentIsAMistakeOfTheShape() {
    assertThatThrownBy(() -> chain().optional("colour", Kinds.NAME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Chain has no component of the name 'colour'");
  }

  @Test
  void aShapeWithoutARecordHasNoComponents() {
    assertThatThrownBy(() -> Shape.of(MediaType.of("Chain", 1)).optional("name", Kinds.NAME))
        .isInstanceOf(IllegalStateException.class);
  }
}
