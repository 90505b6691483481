package dev.plumbline.daemon.api.server;

import dev.plumbline.daemon.security.AccessControl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes that are answered without the framework, with what all of them need. Thread-safe. */
public final class DirectRoutes {
    private final Map<String, DirectRoute> exact = new HashMap<>();
    private final List<DirectRoute> others;
    private final AccessControl access;
    private final Exchange exchange;
    private final ResponseBytes responses;

    public DirectRoutes(List<DirectRoute> routes, AccessControl access, Exchange exchange) {
        this.access = access;
        this.exchange = exchange;
        responses = new ResponseBytes(exchange.clock());
        others = routes.stream().filter(route -> route.path().ends() != null).toList();
        routes.stream().filter(route -> route.path().ends() == null).forEach(route -> exact.put(route.path().begins(), route));
    }

    /** The route of a path, null when it has none or the framework is to look at it. */
    @Nullable DirectRoute find(String path) {
        DirectRoute route = exact.get(path);
        if (route != null || path.indexOf('%') >= 0) {
            return route;
        }
        for (DirectRoute other : others) {
            if (other.path().takes(path)) {
                return other;
            }
        }
        return null;
    }

    /** Whether the request may be answered; if not, the framework says so in its words. */
    boolean isAllowed(String method, String path, @Nullable String authorization) {
        return access.decide(AccessControl.needed(method, path), authorization) == AccessControl.Decision.ALLOWED;
    }

    Exchange exchange() {
        return exchange;
    }

    ResponseBytes responses() {
        return responses;
    }
}
