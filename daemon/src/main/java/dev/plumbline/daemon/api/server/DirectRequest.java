package dev.plumbline.daemon.api.server;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request for a {@link DirectRoute} while it is read. Not thread-safe. */
final class DirectRequest {
    private static final String FORM = "application/x-www-form-urlencoded";
    /** Longer forms and bodies are left to the framework. */
    private static final int MAX_FORM_BYTES = 64 << 10;
    private static final int MAX_BODY_BYTES = 32 << 20;
    /** As much is made room for when a body begins; who announces more has to send it first. */
    private static final int FIRST_ROOM = 256 << 10;
    private static final int NOT_MINE = -1;
    private final DirectRoute route;
    private final String path;
    private final @Nullable String query;
    private final HttpHeaders headers;
    private final int announced;
    private byte[] body;
    private int length;

    /** @param announced length of the body */
    private DirectRequest(DirectRoute route, HttpRequest request, String path, int announced) {
        this.route = route;
        this.path = path;
        this.announced = announced;
        body = new byte[Math.min(announced, FIRST_ROOM)];
        headers = request.headers();
        query = path.length() == request.uri().length() ? null : request.uri().substring(path.length() + 1);
    }

    /**
     * The request if it is one of the plain ones: HTTP 1.1, GET without a body, or a short form or what else
     * the route takes by POST, allowed, asked by no page of a browser. Null: the framework's.
     */
    static @Nullable DirectRequest of(HttpRequest request, DirectRoutes routes) {
        if (request.decoderResult().isFailure() || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            return null;
        }
        String uri = request.uri();
        int mark = uri.indexOf('?');
        String path = mark < 0 ? uri : uri.substring(0, mark);
        DirectRoute route = uri.indexOf('#') >= 0 ? null : routes.find(path);
        if (route == null) {
            return null;
        }
        HttpHeaders headers = request.headers();
        int length = switch (route.path().input()) {
            case QUERY -> bodyOfGet(request);
            case QUERY_OR_FORM -> request.method().equals(HttpMethod.GET) ? bodyOfGet(request) : isForm(headers) ? bodyOfPost(request, MAX_FORM_BYTES) : NOT_MINE;
            case BODY -> bodyOfPost(request, MAX_BODY_BYTES);
        };
        boolean special = headers.contains(HttpHeaderNames.ORIGIN) || headers.contains(HttpHeaderNames.CONNECTION) && !isPlain(headers)
                || headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || headers.contains(HttpHeaderNames.EXPECT)
                || headers.contains(HttpHeaderNames.UPGRADE);
        boolean mine = length != NOT_MINE && !special
                && routes.isAllowed(request.method().name(), path, headers.get(HttpHeaderNames.AUTHORIZATION));
        return mine ? new DirectRequest(route, request, path, length) : null;
    }

    /** Nothing but whether the connection stays. */
    private static boolean isPlain(HttpHeaders headers) {
        String connection = headers.get(HttpHeaderNames.CONNECTION);
        return "keep-alive".equalsIgnoreCase(connection) || "close".equalsIgnoreCase(connection);
    }

    private static int bodyOfGet(HttpRequest request) {
        return request.method().equals(HttpMethod.GET) && !request.headers().contains(HttpHeaderNames.CONTENT_LENGTH) ? 0 : NOT_MINE;
    }

    private static int bodyOfPost(HttpRequest request, int most) {
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        boolean isNumber = length != null && !length.isEmpty() && length.length() < 9 && length.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber && request.method().equals(HttpMethod.POST) && Integer.parseInt(length) <= most ? Integer.parseInt(length) : NOT_MINE;
    }

    private static boolean isForm(HttpHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM) && !headers.contains(HttpHeaderNames.CONTENT_ENCODING);
    }

    /** Reads a part of the body. */
    void add(ByteBuf content) {
        int more = content.readableBytes();
        if (length + more > body.length) {
            body = Arrays.copyOf(body, Math.max(length + more, Math.min(announced, 2 * body.length)));
        }
        content.readBytes(body, length, more);
        length += more;
    }

    DirectRoute route() {
        return route;
    }

    /** Whether it is the connection's last. */
    boolean isLast() {
        return "close".equalsIgnoreCase(headers.get(HttpHeaderNames.CONNECTION));
    }

    boolean takesGzip() {
        String accepted = headers.get(HttpHeaderNames.ACCEPT_ENCODING);
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }

    Call call(String client) {
        byte[] sent = length == body.length ? body : Arrays.copyOf(body, length);
        boolean isBody = route.path().input() == DirectRoute.Input.BODY;
        return new Call(path, query, isBody || length == 0 ? null : new String(sent, StandardCharsets.UTF_8), client, header(HttpHeaderNames.USER_AGENT),
                isBody ? new Call.Body(sent, header(HttpHeaderNames.CONTENT_TYPE), header(HttpHeaderNames.CONTENT_ENCODING)) : null);
    }

    private String header(CharSequence name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }
}
