package dev.plumbline.daemon.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides about requests. Without grants everything is open, which the daemon only allows on a loopback address or when
 * told so. With grants, every request but those for health needs a bearer token of the right scope, on loopback too.
 * Grants can be swapped by a reload. Thread-safe.
 */
public final class AccessControl {
    private static final String BEARER = "Bearer ";
    private volatile List<Grant> grants;

    /** What became of a request. */
    public enum Decision { ALLOWED, UNAUTHENTICATED, FORBIDDEN }

    public AccessControl(List<Grant> grants) {
        this.grants = List.copyOf(grants);
    }

    /** Replaces all grants at once. */
    public void replace(List<Grant> newGrants) {
        grants = List.copyOf(newGrants);
    }

    public boolean isOpen() {
        return grants.isEmpty();
    }

    /**
     * Decides.
     *
     * @param needed what the request needs; null: nothing, such as a health check
     * @param authorization the Authorization header, or null
     */
    public Decision decide(@Nullable Scope needed, @Nullable String authorization) {
        List<Grant> current = grants;
        if (needed == null || current.isEmpty()) {
            return Decision.ALLOWED;
        }
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Decision.UNAUTHENTICATED;
        }
        byte[] hash = Grant.hash(authorization.substring(BEARER.length()).trim());
        Grant found = null;
        for (Grant grant : current) { // all are compared, so that the time says nothing about which one matched
            found = grant.matches(hash) ? grant : found;
        }
        if (found == null) {
            return Decision.UNAUTHENTICATED;
        }
        return found.allows(needed) ? Decision.ALLOWED : Decision.FORBIDDEN;
    }

    /** What a path needs; null for health, which is always open. */
    public static @Nullable Scope needed(String path) {
        if (path.equals("/-/healthy") || path.equals("/-/ready") || path.equals("/health") || path.startsWith("/health/")) {
            return null;
        }
        if (path.startsWith("/v1/gate/")) {
            return Scope.GATE;
        }
        if (path.equals("/-/reload") || path.equals("/-/quit") || path.startsWith("/api/v1/admin/")) {
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
