package org.midolab.lab.runtime;

import com.github.dockerjava.transport.UnixSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.StatusLine;

/**
 * The two-way stream of one {@code exec}, which the Docker API offers by upgrading the connection
 * (API 1.41, "POST /exec/{id}/start"). HTTP is HttpCore's and the socket is docker-java's. The exec
 * command of docker-java itself does not serve: it never ends the command's standard input when the
 * given stream ends (docker-java issues 1448 and 1684), so a command that reads to the end hangs.
 */
final class ExecConnection implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private ExecConnection(Socket socket, InputStream in) throws IOException {
    this.socket = socket;
    this.in = in;
    this.out = socket.getOutputStream();
  }

  static ExecConnection start(Path engine, String exec, boolean tty) throws IOException {
    Socket socket = UnixSocket.get(engine.toString());
    try {
      return new ExecConnection(socket, upgrade(socket, exec, tty));
    } catch (HttpException e) {
      socket.close();
      throw new IOException("the engine did not answer in HTTP: " + e.getMessage(), e);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Asks for the upgrade; what the engine sends from then on. */
  @SuppressWarnings("resource") // the connection ends with its socket
  private static InputStream upgrade(Socket socket, String exec, boolean tty)
      throws IOException, HttpException {
    var http = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
    http.bind(socket);
    var body =
        new StringEntity(
            "{\"Detach\":false,\"Tty\":" + tty + "}", ContentType.APPLICATION_JSON, false);
    var request = new BasicClassicHttpRequest(Method.POST, "/exec/" + exec + "/start");
    request.setHeader(HttpHeaders.HOST, "engine");
    request.setHeader(HttpHeaders.CONNECTION, "Upgrade");
    request.setHeader(HttpHeaders.UPGRADE, "tcp");
    request.setHeader(HttpHeaders.CONTENT_TYPE, body.getContentType());
    request.setHeader(HttpHeaders.CONTENT_LENGTH, body.getContentLength());
    request.setEntity(body);
    http.sendRequestHeader(request);
    http.sendRequestEntity(request);
    http.flush();
    var response = http.receiveResponseHeader();
    boolean upgraded = response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS;
    if (upgraded) {
      // What follows is the exec's output to the end of the connection, which is what 200 means.
      response.setCode(HttpStatus.SC_OK);
    }
    http.receiveResponseEntity(response);
    if (!upgraded && response.getCode() != HttpStatus.SC_OK) {
      throw new IOException(
          "the engine refused to start exec %s: %s %s"
              .formatted(
                  exec,
                  new StatusLine(response),
                  EntityUtils.toString(response.getEntity()).strip()));
    }
    return response.getEntity().getContent();
  }

  /** Bytes as the engine sends them: raw with a terminal, framed per stream without. */
  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  /** Ends the command's standard input, while its output still comes. */
  void closeOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
