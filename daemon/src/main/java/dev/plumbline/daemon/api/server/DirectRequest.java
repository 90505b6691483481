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
    /** Longer forms are left to the framework. */
    private static final int MAX_FORM_BYTES = 64 << 10;
    private static final byte[] NONE = {};
    private final DirectRoute route;
    private final String path;
    private final @Nullable String query;
    private final boolean isForm;
    private final HttpHeaders headers;
    private byte[] body = NONE;

    private DirectRequest(DirectRoute route, HttpRequest request, String path, boolean isForm) {
        this.route = route;
        this.path = path;
        this.isForm = isForm;
        headers = request.headers();
        query = path.length() == request.uri().length() ? null : request.uri().substring(path.length() + 1);
    }

    /**
     * The request if it is one of the plain ones: HTTP 1.1 on a connection that stays, GET without a body or a short form by POST,
     * allowed, asked by no page of a browser. Null: the framework's.
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
        boolean isForm = route.path().forms() && isShortForm(request);
        boolean isGet = request.method().equals(HttpMethod.GET) && !headers.contains(HttpHeaderNames.CONTENT_LENGTH);
        boolean special = headers.contains(HttpHeaderNames.ORIGIN) || headers.contains(HttpHeaderNames.CONNECTION) && !staysOpen(headers)
                || headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || headers.contains(HttpHeaderNames.EXPECT)
                || headers.contains(HttpHeaderNames.UPGRADE);
        boolean mine = (isGet || isForm) && !special
                && routes.isAllowed(request.method().name(), path, headers.get(HttpHeaderNames.AUTHORIZATION));
        return mine ? new DirectRequest(route, request, path, isForm) : null;
    }

    private static boolean staysOpen(HttpHeaders headers) {
        return "keep-alive".equalsIgnoreCase(headers.get(HttpHeaderNames.CONNECTION));
    }

    private static boolean isShortForm(HttpRequest request) {
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        return request.method().equals(HttpMethod.POST) && type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM)
                && length != null && !length.isEmpty() && length.length() < 6 && length.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(length) <= MAX_FORM_BYTES && !request.headers().contains(HttpHeaderNames.CONTENT_ENCODING);
    }

    /** Reads a part of the body. */
    void add(ByteBuf content) {
        int more = content.readableBytes();
        if (more > 0) {
            int before = body.length;
            body = Arrays.copyOf(body, before + more);
            content.readBytes(body, before, more);
        }
    }

    DirectRoute route() {
        return route;
    }

    boolean takesGzip() {
        String accepted = headers.get(HttpHeaderNames.ACCEPT_ENCODING);
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }

    Call call(String client) {
        String agent = headers.get(HttpHeaderNames.USER_AGENT);
        return new Call(path, query, isForm ? new String(body, StandardCharsets.UTF_8) : null, client, agent == null ? "" : agent);
    }
}
