package org.midolab.midonet.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.io.File;
import java.net.URL;
import java.util.regex.Pattern;

/** Reads and writes HOCON. Includes are refused, and environment variables are not substituted. */
public final class Hocon {

  private static final ConfigResolveOptions RESOLVE =
      ConfigResolveOptions.defaults().setUseSystemEnvironment(false);

  private static final ConfigRenderOptions STORED =
      ConfigRenderOptions.defaults()
          .setJson(false)
          .setOriginComments(false)
          .setComments(true)
          .setFormatted(true);

  private static final ConfigRenderOptions JSON = STORED.setJson(true).setComments(false);

  private static final Pattern LEADING_ORIGIN = Pattern.compile("^[^:]*: ?[0-9]*:? ?");

  private Hocon() {}

  /**
   * Parses HOCON text.
   *
   * @param origin name of the text for messages, such as "standard input"
   * @throws ConfigurationException with the line and the error
   */
  public static Config parse(String text, String origin) {
    try {
      return ConfigFactory.parseString(
          text,
          ConfigParseOptions.defaults().setOriginDescription(origin).setIncluder(new NoIncludes()));
    } catch (ConfigException.Parse | ConfigException.BadPath | ConfigException.WrongType e) {
      int line = e.origin() == null ? -1 : e.origin().lineNumber();
      throw new ConfigurationException(
          origin
              + (line > 0 ? ", line " + line : "")
              + ": "
              + LEADING_ORIGIN.matcher(String.valueOf(e.getMessage())).replaceFirst(""),
          e);
    }
  }

  /**
   * Replaces each reference {@code ${...}} by its value.
   *
   * @throws ConfigurationException when a reference has no target
   */
  static Config resolve(Config config) {
    try {
      return config.resolve(RESOLVE);
    } catch (ConfigException e) {
      throw new ConfigurationException("a reference has no target:  " + e.getMessage(), e);
    }
  }

  /** Returns the HOCON text as it is stored; {@link #parse} reads it again. */
  public static String render(Config config) {
    return config.root().render(STORED);
  }

  /** Returns the configuration as JSON, without comments. */
  public static String json(Config config) {
    return config.root().render(JSON);
  }

  /** Returns a value as text on one line. */
  static String render(ConfigValue value) {
    return value.render(ConfigRenderOptions.concise());
  }

  /** Returns the path of an entry without the quotes that HOCON adds to path elements. */
  static String path(String quoted) {
    return String.join(".", ConfigUtil.splitPath(quoted));
  }

  /** Returns whether a key or a group of that path exists; false for a malformed path. */
  static boolean has(Config config, String path) {
    try {
      return config.hasPath(path);
    } catch (ConfigException.BadPath e) {
      return false;
    }
  }

  /**
   * Refuses every form of include, files and URLs among them, so that a stored text cannot read
   * other resources.
   */
  private static final class NoIncludes
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw refusal(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      throw refusal(what.toString());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw refusal(what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw refusal(what);
    }

    private static ConfigException refusal(String what) {
      return new ConfigException.Parse(
          ConfigOriginFactory.newSimple("include"),
          "'include' is not supported; write the values of '" + what + "' instead");
    }
  }
}
