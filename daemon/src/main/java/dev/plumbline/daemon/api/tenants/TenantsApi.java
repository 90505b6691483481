package dev.plumbline.daemon.api.tenants;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.TenantLimits;
import dev.plumbline.storage.TenantUse;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows tenants. */
public final class TenantsApi {
    private static final Map<String, String> NO_STORE = Map.of("Cache-Control", "no-store");
    private static final int USUAL_PAGE = 100;
    private final Supplier<@Nullable TenantUse> use;

    /** @param use gives null when nobody has tenants, or the store is not open */
    public TenantsApi(Supplier<@Nullable TenantUse> use) {
        this.use = use;
    }

    /** {@code {"enabled", "from", "default", "limits", "all", "tenants", "others"}}; parameters: limit, and tenant for a single one. */
    Answer list(Parameters p) {
        int limit = limit(p.get("limit"));
        TenantUse now = use.get();
        var json = new JsonBytes().raw('{').key("enabled").ascii(now == null ? "false" : "true");
        if (now != null) {
            json.key("from").raw('[');
            now.rules().from().forEach(name -> json.next().string(name));
            json.raw(']').member("default", now.rules().absent()).key("limits").raw('{').key("default");
            limits(json, now.rules().others());
            json.key("all");
            limits(json, now.rules().all());
            json.raw('}').key("all").raw('{');
            figures(json, now.all());
            json.raw('}');
            tenants(json, now, p.has("tenant") ? now.tenants().stream().filter(t -> t.tenant().equals(p.get("tenant"))).toList() : now.tenants(), limit);
        }
        return new Answer(200, Answer.JSON, json.raw('}').toBytes(), NO_STORE);
    }

    private static void tenants(JsonBytes json, TenantUse now, List<TenantUse.Use> shown, int limit) {
        json.key("tenants").raw('[');
        shown.stream().limit(limit).forEach(t -> {
            json.next().raw('{').member("tenant", t.tenant());
            figures(json, t);
            json.key("limits");
            limits(json, now.rules().limits(t.tenant()));
            json.raw('}');
        });
        json.raw(']').member("count", now.tenants().size() + now.otherCount()).key("others").raw('{').member("count", now.otherCount());
        figures(json, now.others());
        json.raw('}');
    }

    private static void figures(JsonBytes json, TenantUse.Use use) {
        json.member("series", use.series()).member("samples", use.samples()).key("rejectedSamples").raw('{');
        for (TenantLimits.Kind kind : TenantLimits.Kind.values()) {
            Long count = use.rejected().get(kind);
            if (count != null) {
                json.member(kind.key(), count);
            }
        }
        json.raw('}');
    }

    /** Only those that are set. */
    private static void limits(JsonBytes json, TenantLimits limits) {
        json.raw('{');
        for (TenantLimits.Kind kind : TenantLimits.Kind.values()) {
            if (limits.of(kind) > 0) {
                json.member(kind.key(), limits.of(kind));
            }
        }
        json.raw('}');
    }

    private static int limit(String text) {
        if (text.isEmpty()) {
            return USUAL_PAGE;
        }
        if (!text.matches("[1-9][0-9]{0,4}")) {
            throw new BadParameter("limit must be a whole number from 1 to 99999, not \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    static Answer failure(PlumblineException e) {
        return e instanceof BadParameter ? Problem.of(e) : Problem.of(500, "Internal Server Error", e.getMessage());
    }
}
