package dev.plumbline.daemon.scrape.http;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.http.TlsContext;
import dev.plumbline.time.Clock;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * GETs one URI over HTTP/1.1. Keeps one idle connection; a kept one that turns out to be closed before the first byte
 * of an answer is replaced once. When the deadline comes, a timer closes the socket, which also ends what a read's own
 * timeout does not: a slow TLS handshake or record. Not thread-safe.
 */
public final class HttpFetcher implements Fetcher {
    private static final int MAX_REDIRECTS = 10;
    private final URI uri;
    private final HttpSettings settings;
    private final Clock clock;
    private final HostLookup lookup;
    private final TlsContext tls;
    private volatile @Nullable Socket open; // for the timer of the deadline
    private @Nullable Connection idle;
    private @Nullable Opening lastOpening;

    /** The unchanging part of a request, kept for the next. */
    private record Opening(URI at, boolean loopback, long timeoutMillis, String text) {}

    /** A fetcher for one URI of scheme http or https. */
    public HttpFetcher(URI uri, HttpSettings settings, Clock clock) {
        this(uri, settings, clock, HostLookup.SYSTEM);
    }

    HttpFetcher(URI uri, HttpSettings settings, Clock clock, HostLookup lookup) {
        this.uri = uri;
        this.settings = settings;
        this.clock = clock;
        this.lookup = lookup;
        this.tls = new TlsContext(settings.client().tls());
    }

    @Override
    public Answer fetch(Body body, long timeoutMillis) {
        var deadline = new Deadline(clock, timeoutMillis); // first, so that what the timer cuts off is past it
        Clock.Timer guard = clock.schedule(timeoutMillis, this::cutOff);
        try {
            return fetch(body, timeoutMillis, deadline);
        } finally {
            if (!guard.cancel()) {
                close(); // the timer may have closed the kept connection
            }
        }
    }

    private void cutOff() {
        Socket socket = open;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // It is given up in any case.
            }
        }
    }

    private Answer fetch(Body body, long timeoutMillis, Deadline deadline) {
        URI at = uri;
        for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
            Connection connection = null;
            boolean reusable = false;
            try {
                connection = ask(at, deadline, timeoutMillis);
                ResponseHead head = ResponseHead.read(connection);
                if (settings.client().followRedirects() && head.isRedirect()) {
                    at = redirected(at, head.header("location"));
                    continue;
                }
                BodyStream stream = read(connection, head, body);
                reusable = head.keepsAlive() && stream.isAtEnd();
                return new Answer(head.header("content-type"), stream.count());
            } catch (IOException e) {
                throw explained(e, at, deadline);
            } finally {
                settle(connection, reusable);
            }
        }
        throw new FetchException(FetchException.Reason.REDIRECT, "stopped after " + MAX_REDIRECTS + " redirects");
    }

    private void settle(@Nullable Connection connection, boolean reusable) {
        if (connection != null && reusable) {
            idle = connection;
        } else if (connection != null) {
            connection.close();
        }
    }

    /** Sends the request and waits for the first byte, on the kept connection if it still lives. */
    private Connection ask(URI at, Deadline deadline, long timeoutMillis) throws IOException {
        Connection kept = idle;
        idle = null;
        if (kept != null && kept.origin.equals(origin(at))) {
            try {
                kept.send(request(at, kept.loopback, timeoutMillis), deadline);
                kept.awaitAnswer();
                return kept;
            } catch (IOException stale) {
                kept.close();
            } catch (FetchException late) {
                kept.close();
                throw late;
            }
        } else if (kept != null) {
            kept.close();
        }
        Connection fresh = connect(at, deadline);
        try {
            fresh.send(request(at, fresh.loopback, timeoutMillis), deadline);
            return fresh;
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
    }

    private Connection connect(URI at, Deadline deadline) throws IOException {
        if (settings.client().proxy().url() != null) {
            throw new FetchException(FetchException.Reason.CONNECT, "proxy_url is not supported for scraping: expected a direct way to the target");
        }
        String host = host(at);
        int port = port(at);
        InetAddress address = lookup.find(host, deadline);
        var socket = new Socket();
        open = socket;
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, port), deadline.remainingMillis());
            if (isTls(at)) {
                socket.setSoTimeout(deadline.remainingMillis());
                Socket secured = tls.wrap(socket, host, port);
                socket.setSoTimeout(0);
                return new Connection(origin(at), secured, deadline);
            }
            return new Connection(origin(at), socket, deadline);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private byte[] request(URI at, boolean loopback, long timeoutMillis) {
        Opening opening = lastOpening;
        if (opening == null || !opening.at.equals(at) || opening.loopback != loopback || opening.timeoutMillis != timeoutMillis) {
            opening = new Opening(at, loopback, timeoutMillis, opening(at, loopback, timeoutMillis));
            lastOpening = opening;
        }
        var text = new StringBuilder(512).append(opening.text);
        if (origin(at).equals(origin(uri))) {
            settings.client().headers().forEach((name, header) -> header.values().forEach(v -> header(text, name, v.reveal())));
            String authorization = authorization(settings.client());
            if (!authorization.isEmpty()) {
                header(text, "Authorization", authorization);
            }
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The request without what is secret, which may change from one to the next. */
    private String opening(URI at, boolean loopback, long timeoutMillis) {
        String path = at.getRawPath() == null || at.getRawPath().isEmpty() ? "/" : at.getRawPath();
        var text = new StringBuilder(512).append("GET ").append(path);
        if (at.getRawQuery() != null && !at.getRawQuery().isEmpty()) {
            text.append('?').append(at.getRawQuery());
        }
        text.append(" HTTP/1.1\r\n");
        header(text, "Host", at.getRawAuthority() == null ? "" : at.getRawAuthority());
        header(text, "User-Agent", "Plumbline");
        header(text, "Accept", settings.accept());
        header(text, "Accept-Encoding", settings.compression() && !loopback ? "gzip" : "identity");
        header(text, "X-Prometheus-Scrape-Timeout-Seconds", String.valueOf(timeoutMillis / 1000.0));
        return text.toString();
    }

    private static void header(StringBuilder text, String name, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new FetchException(FetchException.Reason.CREDENTIALS, "header " + name + " holds a newline: expected one line");
        }
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static String authorization(HttpClientConfig client) {
        HttpClientConfig.BasicAuth basic = client.basicAuth();
        if (basic != null) {
            String password = basic.password() == null ? "" : basic.password().reveal();
            return "Basic " + Base64.getEncoder().encodeToString(
                    (basic.username().reveal() + ":" + password).getBytes(StandardCharsets.UTF_8));
        }
        HttpClientConfig.Authorization scheme = client.authorization();
        if (scheme == null) {
            return "";
        }
        return scheme.type() + " " + (scheme.credentials() == null ? "" : scheme.credentials().reveal());
    }

    /** Reads the body and returns the stream it came from, to be asked how it ended. */
    private BodyStream read(Connection connection, ResponseHead head, Body body) throws IOException {
        if (head.status() != 200) {
            throw new FetchException(FetchException.Reason.STATUS,
                    ("server returned HTTP status " + head.status() + " " + head.reason()).strip());
        }
        var stream = new BodyStream(connection, head);
        String encoding = head.header("content-encoding").toLowerCase(Locale.ROOT);
        if (encoding.equals("gzip")) {
            try (InputStream gunzip = new GZIPInputStream(stream, 8192)) {
                body.fill(gunzip, settings.bodyLimit());
            } catch (EOFException | ZipException e) {
                throw new FetchException(FetchException.Reason.TRUNCATED, "damaged gzip body: " + e.getMessage(), e);
            }
        } else if (encoding.isEmpty() || encoding.equals("identity")) {
            body.fill(stream, settings.bodyLimit());
        } else {
            throw new FetchException(FetchException.Reason.PROTOCOL,
                    "unsupported Content-Encoding \"" + encoding + "\": expected gzip or identity");
        }
        return stream;
    }

    private static URI redirected(URI from, String location) {
        try {
            URI to = from.resolve(location);
            String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
            if (to.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
                throw new FetchException(FetchException.Reason.REDIRECT, "redirect to \"" + location + "\": expected an http or https URL");
            }
            return to;
        } catch (IllegalArgumentException e) {
            throw new FetchException(FetchException.Reason.REDIRECT, "redirect to \"" + location + "\": expected a URL", e);
        }
    }

    private static FetchException explained(IOException e, URI at, Deadline deadline) {
        String place = host(at) + ":" + port(at);
        if (deadline.isOver()) {
            return deadline.expired(e);
        }
        return switch (e) {
            case UnknownHostException _ -> new FetchException(FetchException.Reason.DNS, "lookup " + host(at) + ": no such host", e);
            case SocketTimeoutException _ -> deadline.expired(e);
            case SSLException _ -> new FetchException(FetchException.Reason.TLS, "TLS with " + place + ": " + e.getMessage(), e);
            case EOFException _ -> new FetchException(FetchException.Reason.TRUNCATED, place + ": " + e.getMessage(), e);
            default -> new FetchException(FetchException.Reason.CONNECT, "connection to " + place + ": " + e.getMessage(), e);
        };
    }

    private static boolean isTls(URI at) {
        return "https".equalsIgnoreCase(at.getScheme());
    }

    private static String host(URI at) {
        String host = at.getHost() == null ? "" : at.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI at) {
        return at.getPort() >= 0 ? at.getPort() : isTls(at) ? 443 : 80;
    }

    private static String origin(URI at) {
        return (isTls(at) ? "https://" : "http://") + host(at).toLowerCase(Locale.ROOT) + ":" + port(at);
    }

    @Override
    public void close() {
        if (idle != null) {
            idle.close();
            idle = null;
        }
    }
}
