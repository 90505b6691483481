package dev.plumbline.daemon.api.admin;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.daemon.api.server.DirectRoute;
import java.util.List;
import java.util.function.Supplier;

/** Prometheus's two words on health, which answer even when everything else is slow. */
public final class HealthRoutes {
    private HealthRoutes() {}

    public static List<DirectRoute> of(StoreHandle store) {
        return List.of(route("/-/healthy", HealthRoutes::healthy), route("/-/ready", () -> ready(store)));
    }

    private static DirectRoute route(String path, Supplier<Answer> answer) {
        return new DirectRoute(DirectRoute.Path.of(path, DirectRoute.Input.QUERY), path, call -> DirectRoute.Pending.of(answer.get()),
                e -> Answer.text(500, e.getMessage() + "\n"));
    }

    static Answer healthy() {
        return Answer.text(200, "Plumbline is Healthy.\n");
    }

    static Answer ready(StoreHandle store) {
        return store.isReady() ? Answer.text(200, "Plumbline is Ready.\n")
                : Answer.text(503, "Service Unavailable: " + store.state() + "\n");
    }
}
