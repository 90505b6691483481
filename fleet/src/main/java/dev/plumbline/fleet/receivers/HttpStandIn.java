package dev.plumbline.fleet.receivers;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the stand-ins over HTTP have in common: an address, the requests received, and a script of misbehaviours. Thread-safe.
 */
public abstract sealed class HttpStandIn implements AutoCloseable permits SlackStandIn, PagerDutyStandIn, WebhookStandIn, GithubStandIn {
    private final Journal<ReceivedRequest> accepted = new Journal<>();
    private final Journal<ReceivedRequest> requests = new Journal<>();
    private final Script<Misbehaviour> script = new Script<>();
    private final StandInServer server;
    private final Consumer<String> lines;
    private final @Nullable SelfSigned tls;

    /**
     * How a stand-in is started.
     *
     * @param port 0 for any free one
     * @param tls null for plain HTTP
     * @param lines told one line for each message accepted; called from the stand-in's threads
     */
    public record Options(int port, @Nullable SelfSigned tls, Consumer<String> lines) {
        /** Any port, no TLS, nobody told. */
        public static final Options DEFAULT = new Options(0, null, line -> { });

        public Options withPort(int number) {
            return new Options(number, tls, lines);
        }

        public Options withTls(SelfSigned certificate) {
            return new Options(port, certificate, lines);
        }

        public Options telling(Consumer<String> listener) {
            return new Options(port, tls, listener);
        }
    }

    @SuppressWarnings("this-escape") // The server calls back only with requests; subclasses are final and hold no state of their own before.
    HttpStandIn(Options options) {
        lines = options.lines();
        tls = options.tls();
        server = StandInServer.listen(options.port(), new HttpConversation(new HttpConversation.Handler() {
            @Override
            public HttpConversation.Reply accept(ReceivedRequest request) {
                requests.add(request);
                return HttpStandIn.this.accept(request);
            }

            @Override
            public void ignore(ReceivedRequest request) {
                requests.add(request);
            }
        }, script, tls));
    }

    /** Judges a message and answers as the real service does. */
    abstract HttpConversation.Reply accept(ReceivedRequest request);

    /** Keeps a message that was found right, and tells people. */
    final void keep(ReceivedRequest request, String line) {
        accepted.add(request);
        lines.accept(line);
    }

    /** Where it listens: {@code http://127.0.0.1:PORT}, without a slash at the end. */
    public final String url() {
        return (tls == null ? "http" : "https") + "://127.0.0.1:" + server.port();
    }

    public final int port() {
        return server.port();
    }

    /** Every request that was read, also refused ones, oldest first; the newest 10,000. */
    public final List<ReceivedRequest> requests() {
        return requests.entries();
    }

    /** The messages that the service took, oldest first; the newest 10,000. */
    public final List<ReceivedRequest> accepted() {
        return accepted.entries();
    }

    /** Forgets what was received; incidents stay. */
    public final void clear() {
        requests.clear();
        accepted.clear();
    }

    /** Treats the next requests so, one after the other; further calls add to it. */
    public final void misbehave(Misbehaviour... next) {
        script.add(List.of(next));
    }

    /** Treats every request so that no script covers, until called with null. */
    public final void misbehaveAlways(@Nullable Misbehaviour lasting) {
        script.always(lasting);
    }

    /** Ends all connections and frees the port. */
    @Override
    public final void close() {
        server.close();
    }
}
