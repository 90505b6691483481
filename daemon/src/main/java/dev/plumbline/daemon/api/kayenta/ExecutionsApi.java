package dev.plumbline.daemon.api.kayenta;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.kayenta.Kayenta;
import dev.plumbline.daemon.kayenta.Order;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Executions and standalone analyses: parameters and bodies to {@link Kayenta}, its answers in Kayenta's shapes. Thread-safe. */
final class ExecutionsApi {
    private static final String CONFIG = "canary configuration";
    private static final String EXECUTION = "canaryExecutionId";
    private static final String ANALYSIS = "canaryAnalysisExecutionId";
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final int MAX_PAGE = 200;
    private final Kayenta kayenta;

    ExecutionsApi(Kayenta kayenta) {
        this.kayenta = kayenta;
    }

    private static Order.Origin origin(Parameters p) {
        var accounts = new Order.Accounts(p.get("metricsAccountName"), p.get("storageAccountName"), p.get("configurationAccountName"));
        return new Order.Origin(p.get("application"), p.get("parentPipelineExecutionId"), p.get("user"), accounts);
    }

    Answer start(Parameters p, byte @Nullable [] body) {
        return Replies.json(EXECUTION, kayenta.execute(origin(p), Replies.body(body, Replies.MAX_BODY)));
    }

    Answer start(String configId, Parameters p, byte @Nullable [] body) {
        return kayenta.execute(origin(p), configId, Replies.body(body, Replies.MAX_BODY)).map(id -> Replies.json(EXECUTION, id))
                .orElseGet(() -> Replies.none(CONFIG, configId));
    }

    Answer get(String id) {
        return Replies.found(kayenta.execution(id), "canary execution", id);
    }

    /** {@code application} ({@code ad-hoc}), {@code limit} (20, at most 100), {@code page} (1, at most 200), {@code statuses}. */
    Answer list(Parameters p) {
        Set<String> statuses = Arrays.stream(p.get("statuses").split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).limit(50)
                .collect(Collectors.toUnmodifiableSet());
        String application = p.get("application").isEmpty() ? "ad-hoc" : p.get("application");
        return Replies.json(kayenta.executions(new Kayenta.Listing(application, statuses, number(p, "limit", DEFAULT_LIMIT, MAX_LIMIT),
                number(p, "page", 1, MAX_PAGE))));
    }

    private static int number(Parameters p, String name, int usual, int most) {
        String text = p.get(name);
        try {
            int number = text.isEmpty() ? usual : Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below, as for one out of bounds
        }
        throw BadParameter.of(name, "\"" + text + "\" must be a whole number from 1 to " + most);
    }

    Answer analyse(Parameters p, byte @Nullable [] body) {
        return Replies.json(ANALYSIS, kayenta.analyse(origin(p), Replies.body(body, Replies.MAX_BODY)));
    }

    Answer analyse(String configId, Parameters p, byte @Nullable [] body) {
        return kayenta.analyse(origin(p), configId, Replies.body(body, Replies.MAX_BODY)).map(id -> Replies.json(ANALYSIS, id))
                .orElseGet(() -> Replies.none(CONFIG, configId));
    }

    Answer analysis(String id) {
        return Replies.found(kayenta.analysis(id), "standalone canary analysis", id);
    }

    Answer cancel(String id) {
        return kayenta.cancel(id) ? Replies.empty(202) : Replies.none("execution", id);
    }
}
