package org.midolab.midonet.cluster.resource.root;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.auth.Token;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /login} (Token-v1): returns a token for credentials from Basic authentication (RFC 7617)
 * and the header {@code X-Auth-Project}. The answer contains the token in the body and, for older
 * clients, in the cookie {@code sessionId}: the client of MidoNet 5.0 reads the text between the
 * first equals sign and the first semicolon of the cookie.
 */
final class LoginResource implements Resource {

  private static final MediaType TYPE = MediaType.of("Token", 1);

  private static final DateTimeFormatter COOKIE_TIME =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static final Logger LOG = LoggerFactory.getLogger(LoginResource.class);

  /** Most characters of a user name that are logged; names of users are shorter. */
  private static final int LOGGED = 64;

  private final AuthProvider auth;

  LoginResource(AuthProvider auth) {
    this.auth = auth;
  }

  @Override
  public void declare(Api.Builder api) {
    api.advertise("login", "login").open("/login", TYPE, this::login);
  }

  private Reply login(Request request) {
    String[] credentials = credentials(request.authorization().basic());
    Token token =
        auth.login(credentials[0], credentials[1], request.authorization().project())
            .orElseThrow(() -> refusal(credentials[0], request.authorization().client()));
    String expires = COOKIE_TIME.format(token.expires());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("key", token.key()).put("expires", expires);
    return Reply.of(body).with("Set-Cookie", "sessionId=" + token.key() + "; Expires=" + expires);
  }

  /** Logs who tried to log in from where. Control characters could forge lines of the log. */
  private static ApiException refusal(String user, String client) {
    String printable =
        user.codePoints()
            .limit(LOGGED)
            .filter(c -> !Character.isISOControl(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    LOG.info("the login of user '{}' from {} was refused", printable, client);
    return ApiException.unauthorized("user name, password or project (X-Auth-Project) is wrong");
  }

  private static String[] credentials(@Nullable String header) {
    if (header != null && header.regionMatches(true, 0, "Basic ", 0, 6)) {
      try {
        byte[] decoded = Base64.getDecoder().decode(header.substring(6).strip());
        String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
        if (parts.length == 2) {
          return parts;
        }
      } catch (IllegalArgumentException e) {
        // Invalid Base64 is treated as missing credentials.
      }
    }
    throw ApiException.unauthorized(
        "log in with Basic authentication: the header Authorization with user name and password");
  }
}
