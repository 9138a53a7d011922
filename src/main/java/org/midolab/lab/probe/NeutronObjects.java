package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.midolab.lab.spec.NodeKind;

/**
 * The objects of Neutron on the lab's controller, as the user {@code admin} sees them (OpenStack
 * "Networking API v2.0"). Keeps its token, and logs in again when Neutron rejects it.
 */
public final class NeutronObjects {

  private final LabNodes lab;
  private volatile String kept = "";

  public NeutronObjects(LabNodes lab) {
    this.lab = lab;
  }

  /**
   * Returns all objects of a collection, such as {@code networks}.
   *
   * @throws IOException if the login is rejected, or if Neutron does not answer with a list
   */
  public List<JsonNode> list(String collection) throws IOException, InterruptedException {
    var answer = get(collection, kept.isEmpty() ? login() : kept);
    if (answer.status() == 401) {
      answer = get(collection, login());
    }
    if (answer.status() != 200) {
      throw new IOException("Neutron's list of " + collection + " got " + answer);
    }
    var objects = new ArrayList<JsonNode>();
    answer.json().path(collection).forEach(objects::add);
    return objects;
  }

  /**
   * Returns the only object of a collection with a name.
   *
   * @throws IOException if there is none or more than one
   */
  public JsonNode named(String collection, String name) throws IOException, InterruptedException {
    return only(collection, name, object -> object.path("name").asText().equals(name));
  }

  /**
   * Returns the only port with a fixed IP address.
   *
   * @throws IOException if there is none or more than one
   */
  public JsonNode port(String address) throws IOException, InterruptedException {
    return only(
        "ports",
        address,
        port ->
            port.path("fixed_ips").findValuesAsText("ip_address").stream()
                .anyMatch(address::equals));
  }

  /**
   * Returns the only object of a collection that fits.
   *
   * @param description what the object has, for the exception
   * @throws IOException if there is none or more than one
   */
  public JsonNode only(String collection, String description, Predicate<JsonNode> wanted)
      throws IOException, InterruptedException {
    var found = list(collection).stream().filter(wanted).toList();
    if (found.size() != 1) {
      throw new IOException(
          "expected one of Neutron's "
              + collection
              + " to have "
              + description
              + ", found "
              + found.size());
    }
    return found.getFirst();
  }

  private LabNode controller() {
    return lab.of(NodeKind.CONTROLLER).getFirst();
  }

  private ApiAnswer get(String collection, String token) throws IOException, InterruptedException {
    return Neutron.on(controller()).get("/" + collection, token);
  }

  private String login() throws IOException, InterruptedException {
    kept = Keystone.on(controller()).token("admin", lab.secret("ADMIN_PASS"), "admin");
    return kept;
  }
}
