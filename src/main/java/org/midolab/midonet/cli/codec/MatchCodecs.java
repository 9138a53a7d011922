package org.midolab.midonet.cli.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Codecs of addresses, and of conditions and translations of rules. */
public final class MatchCodecs {

  private static final Pattern IPV4 = Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}");
  private static final Pattern MAC = Pattern.compile("(?i)[0-9a-f]{1,2}(?:[:-][0-9a-f]{1,2}){5}");

  private MatchCodecs() {}

  static boolean isIpv4(String text) {
    if (!IPV4.matcher(text).matches()) {
      return false;
    }
    for (String octet : text.split("\\.")) {
      if (Integer.parseInt(octet) > 255) {
        return false;
      }
    }
    return true;
  }

  /** An IPv4 address, whose range is checked, or an IPv6 address, which the cluster checks. */
  public record Address(String field) implements Codec {

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      return Codecs.scalar(object, field);
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      String text = Codec.word(value, this);
      if (!isIpv4(text) && text.indexOf(':') < 0) {
        throw Codecs.unexpected(this, text);
      }
      object.put(field, text);
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }

    @Override
    public String form() {
      return "<IP_ADDRESS>";
    }
  }

  public record MacAddress(String field) implements Codec {

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      return Codecs.scalar(object, field);
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      String text = Codec.word(value, this);
      if (!MAC.matcher(text).matches()) {
        throw Codecs.unexpected(this, text);
      }
      object.put(field, text);
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }

    @Override
    public String form() {
      return "<MAC_ADDRESS>";
    }
  }

  /** An address and a prefix length in two fields. A single host is written as an address alone. */
  public record Cidr(String address, String length) implements Codec {

    /** Returns the number of bits of an address, 32 or 128. */
    private static int all(String address) {
      return address.indexOf(':') < 0 ? 32 : 128;
    }

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      return Codecs.scalar(object, address)
          .map(
              text -> {
                int bits = object.path(length).asInt(all(text));
                return bits == all(text) ? text : text + "/" + bits;
              });
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      String text = Codec.word(value, this);
      String[] parts = text.split("\\s*/\\s*", -1);
      boolean v4 = isIpv4(parts[0]);
      if (parts.length > 2 || !v4 && parts[0].indexOf(':') < 0) {
        throw Codecs.unexpected(this, text);
      }
      int most = all(parts[0]);
      int bits;
      try {
        bits = parts.length == 2 ? Integer.parseInt(parts[1]) : most;
      } catch (NumberFormatException e) {
        throw Codecs.unexpected(this, text);
      }
      if (bits < 0 || bits > most) {
        throw Codecs.unexpected(this, text);
      }
      object.put(address, parts[0]);
      object.put(length, bits);
    }

    @Override
    public List<String> fields() {
      return List.of(address, length);
    }

    @Override
    public String form() {
      return "<CIDR>";
    }
  }

  /**
   * The subnet of a router port: {@code networkAddress} and {@code networkLength} up to Port-v3,
   * the first element of {@code portSubnet} from v4 on. It is sent in the form of v3, which every
   * cluster of 5.x accepts.
   */
  public record PortNet() implements Codec {

    private static final Cidr V3 = new Cidr("networkAddress", "networkLength");

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      JsonNode first = object.path("portSubnet").path(0);
      return first.isTextual()
          ? Optional.of(first.asText().replaceFirst("/32$", ""))
          : V3.read(object, names);
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      V3.write(object, value, names);
      object.remove("portSubnet");
    }

    @Override
    public List<String> fields() {
      return V3.fields();
    }

    @Override
    public String form() {
      return V3.form();
    }
  }

  /**
   * An inclusive range of whole numbers {@code a-b}, in JSON {@code {start, end}}. A single number
   * and {@code a:b} are also accepted. Both ends are always printed, as in MidoNet.
   */
  public record Range(String field) implements Codec {

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      JsonNode range = object.path(field);
      if (!range.isObject()) {
        return Optional.empty();
      }
      int start = range.path("start").asInt();
      int end = range.path("end").asInt();
      return Optional.of(start + "-" + end);
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      String text = Codec.word(value, this);
      String[] parts = text.split("\\s*[:-]\\s*", -1);
      try {
        int start = Integer.parseInt(parts[0]);
        int end = parts.length == 1 ? start : Integer.parseInt(parts[1]);
        if (parts.length <= 2 && 0 <= start && start <= end && end <= 0xFFFF) {
          object.putObject(field).put("start", start).put("end", end);
          return;
        }
      } catch (NumberFormatException e) {
        // reported below, like all other values that are not ranges
      }
      throw Codecs.unexpected(this, text);
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }

    @Override
    public String form() {
      return "<INTEGER>[-<INTEGER>]";
    }
  }

  /** A match that a leading {@code !} inverts. The inversion is a separate boolean field. */
  public record Inverted(Codec match, String flag) implements Codec {

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      return match
          .read(object, names)
          .map(text -> object.path(flag).asBoolean() ? "!" + text : text);
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      boolean inverted =
          value instanceof Value.Word(String text) && text.stripLeading().startsWith("!");
      match.write(
          object, inverted ? new Value.Word(Codec.word(value, this).substring(1)) : value, names);
      object.put(flag, inverted);
    }

    @Override
    public List<String> fields() {
      var fields = new ArrayList<>(match.fields());
      fields.add(flag);
      return fields;
    }

    @Override
    public String form() {
      return "[!]" + match.form();
    }

    @Override
    public List<String> words() {
      return match.words();
    }

    @Override
    public @Nullable String refersTo() {
      return match.refersTo();
    }

    @Override
    public @Nullable String refersTo(JsonNode object) {
      return match.refersTo(object);
    }
  }

  /** Direction of matched packets in a tracked connection: one word for two boolean fields. */
  public record FlowDirection() implements Codec {

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      if (object.path("matchForwardFlow").asBoolean()) {
        return Optional.of("fwd-flow");
      }
      return object.path("matchReturnFlow").asBoolean()
          ? Optional.of("return-flow")
          : Optional.empty();
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      String text = Codec.word(value, this);
      if (!words().contains(text)) {
        throw Codecs.unexpected(this, text);
      }
      object.put("matchForwardFlow", text.equals("fwd-flow"));
      object.put("matchReturnFlow", text.equals("return-flow"));
    }

    @Override
    public List<String> fields() {
      return List.of("matchForwardFlow", "matchReturnFlow");
    }

    @Override
    public String form() {
      return "fwd-flow|return-flow";
    }

    @Override
    public List<String> words() {
      return List.of("fwd-flow", "return-flow");
    }
  }

  /**
   * NAT targets {@code ip[-ip][:port[-port]]}, separated by commas. The default of the ports is
   * 0-0, which means static NAT with a single address (docs: contract.md#static-nat).
   */
  public record NatTargets() implements Codec {

    private static final Pattern TARGET =
        Pattern.compile("([\\d.]+)(?:-([\\d.]+))?(?:\\s*:\\s*(\\d{1,5})(?:-(\\d{1,5}))?)?");

    @Override
    public Optional<String> read(JsonNode object, Names names) {
      JsonNode targets = object.path("natTargets");
      return targets.isArray() && !targets.isEmpty()
          ? Optional.of(
              StreamSupport.stream(targets.spliterator(), false)
                  .map(NatTargets::print)
                  .collect(Collectors.joining(",")))
          : Optional.empty();
    }

    private static String print(JsonNode target) {
      return range(target.path("addressFrom").asText(), target.path("addressTo").asText())
          + (target.path("portTo").asInt() == 0
              ? ""
              : ":" + range(target.path("portFrom").asText(), target.path("portTo").asText()));
    }

    private static String range(String from, String to) {
      return from.equals(to) ? from : from + "-" + to;
    }

    @Override
    public void write(ObjectNode object, Value value, Names names) {
      var targets = object.putArray("natTargets");
      for (String text : Codec.elements(value, this)) {
        Matcher target = TARGET.matcher(text);
        if (!target.matches()
            || !isIpv4(target.group(1))
            || target.group(2) != null && !isIpv4(target.group(2))) {
          throw Codecs.unexpected(this, text);
        }
        int from = port(target.group(3), 0, text);
        int to = port(target.group(4), from, text);
        if (to < from) {
          throw Codecs.unexpected(this, text);
        }
        targets
            .addObject()
            .put("addressFrom", target.group(1))
            .put("addressTo", target.group(2) == null ? target.group(1) : target.group(2))
            .put("portFrom", from)
            .put("portTo", to);
      }
    }

    private int port(String digits, int otherwise, String text) {
      int port = digits == null ? otherwise : Integer.parseInt(digits);
      if (port > 0xFFFF) {
        throw Codecs.unexpected(this, text);
      }
      return port;
    }

    @Override
    public List<String> fields() {
      return List.of("natTargets");
    }

    @Override
    public String form() {
      return "<IP>[-<IP>][:<PORT>[-<PORT>]]";
    }
  }
}
