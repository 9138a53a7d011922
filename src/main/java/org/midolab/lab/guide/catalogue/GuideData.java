package org.midolab.lab.guide.catalogue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * Reads the YAML files in the directory of the features. An unknown key is an error with its line.
 */
public final class GuideData {

  private GuideData() {}

  /**
   * @throws GuideDataException when the file is missing, or no YAML of that shape
   */
  public static <T> T read(Path file, Class<T> type) {
    if (!Files.isRegularFile(file)) {
      throw new GuideDataException(
          "expected the guide's data in "
              + file
              + ", found no such file; is this the directory of the features?");
    }
    try {
      return mapper().readValue(file.toFile(), type);
    } catch (JsonProcessingException e) {
      var at = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      throw new GuideDataException(file + at + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new GuideDataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static ObjectMapper mapper() {
    var dates = new SimpleModule().addDeserializer(LocalDate.class, new Dates());
    return new ObjectMapper(new YAMLFactory())
        .registerModule(dates)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  private static final class Dates extends StdDeserializer<LocalDate> {

    private static final long serialVersionUID = 1L;

    Dates() {
      super(LocalDate.class);
    }

    @Override
    public LocalDate deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return LocalDate.parse(parser.getText());
    }
  }
}
