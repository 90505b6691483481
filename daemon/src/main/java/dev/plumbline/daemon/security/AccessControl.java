package dev.plumbline.daemon.security;

import dev.plumbline.daemon.config.ApiToken;
import dev.plumbline.daemon.config.ApiToken.Scope;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides about requests. Without a list of tokens everything is open, which the daemon only allows on a loopback address
 * or when told so. With one, every request but those for health and those with a signature of their own needs a bearer token of the right scope, on loopback too;
 * {@code admin} includes all other scopes. The list can be swapped by a reload. Thread-safe.
 */
public final class AccessControl {
    private static final String BEARER = "Bearer ";
    private volatile @Nullable List<ApiToken> tokens;

    /** What became of a request. */
    public enum Decision { ALLOWED, UNAUTHENTICATED, FORBIDDEN }

    /** Open when {@code tokens} is null; an empty list lets nobody in. */
    public AccessControl(@Nullable List<ApiToken> tokens) {
        replace(tokens);
    }

    /** Replaces all tokens at once. */
    public void replace(@Nullable List<ApiToken> newTokens) {
        tokens = newTokens == null ? null : List.copyOf(newTokens);
    }

    public boolean isOpen() {
        return tokens == null;
    }

    /**
     * Decides.
     *
     * @param needed what the request needs; null: nothing, such as a health check
     * @param authorization the Authorization header, or null
     */
    public Decision decide(@Nullable Scope needed, @Nullable String authorization) {
        List<ApiToken> current = tokens;
        if (needed == null || current == null) {
            return Decision.ALLOWED;
        }
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Decision.UNAUTHENTICATED;
        }
        String presented = authorization.substring(BEARER.length()).strip();
        ApiToken found = null;
        for (ApiToken token : current) { // all are compared, so that the time says nothing about which one matched
            found = token.matches(presented) ? token : found;
        }
        if (found == null) {
            return Decision.UNAUTHENTICATED;
        }
        boolean allowed = found.scopes().contains(needed) || found.scopes().contains(Scope.ADMIN);
        return allowed ? Decision.ALLOWED : Decision.FORBIDDEN;
    }

    /** What a request needs; null for what is always open. */
    public static @Nullable Scope needed(String method, String path) {
        boolean asks = method.equals("GET") || method.equals("HEAD");
        if (!asks && path.startsWith("/kayenta/")) {
            return judges(path) ? Scope.GATE : Scope.WRITE;
        }
        if (!asks && (path.startsWith("/keptn/") || path.equals("/v1/analyses") || path.startsWith("/v1/analyses/") && path.endsWith("/replay"))) {
            return Scope.GATE;
        }
        if (!asks && (path.startsWith("/v1/analyses/") || path.startsWith("/v1/freezes")
                || path.startsWith("/v1/queries/"))) {
            return Scope.ADMIN;
        }
        return needed(path);
    }

    /** Whether Kayenta's interface is asked to judge something or to stop doing so; else it is given something to keep. */
    private static boolean judges(String path) {
        return path.equals("/kayenta/judge") || Stream.of("/kayenta/canary", "/kayenta/standalone_canary_analysis", "/kayenta/judges", "/kayenta/pipelines")
                .anyMatch(route -> path.equals(route) || path.startsWith(route + "/"));
    }

    /** What a path needs whatever is done there; null for health, and for what is let in by its signature. */
    public static @Nullable Scope needed(String path) {
        if (path.equals("/slack/actions") || path.equals("/github") || path.equals("/-/healthy") || path.equals("/-/ready") || path.equals("/health")
                || path.startsWith("/health/") || path.equals("/kayenta/health")) {
            return null;
        }
        if (path.startsWith("/v1/analyses/") && path.endsWith("/picture.png")) {
            return null;
        }
        if (path.startsWith("/v1/gate/") || path.startsWith("/flagger/") || path.equals("/spinnaker") || path.startsWith("/spinnaker/")) {
            return Scope.GATE;
        }
        if (path.equals("/-/reload") || path.startsWith("/v1/notify/") || path.equals("/-/quit") || path.startsWith("/api/v1/admin/")) {
            return Scope.ADMIN;
        }
        return path.equals("/api/v1/write") || path.startsWith("/api/v1/otlp/") ? Scope.WRITE : Scope.READ;
    }

    /** Whether an address to listen on is reachable from this machine only. */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
