package dev.plumbline.rules;

import dev.plumbline.promql.parser.ExprPrinter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Hands the alerts of a rule to the sink: when they fire, again after the resend delay, and for a while after they ended. */
final class AlertTeller {
    /** Two evaluations and two deliveries may fail before an alert is taken for ended. */
    private static final int DELAYS_BELIEVED = 4;

    private final RuleGroup group;
    private final AlertSink sink;
    private final RuleListener listener;
    private final Supplier<RuleOptions> options;

    AlertTeller(RuleGroup group, RuleServices services, Supplier<RuleOptions> options) {
        this.group = group;
        this.sink = services.sink();
        this.listener = services.listener();
        this.options = options;
    }

    /**
     * Tells what has to be told after the evaluation at {@code ts}; the state is saved before.
     *
     * @return whether anything was
     */
    boolean tell(AlertingEvaluator rule, long ts, Runnable save) {
        long delay = options.get().resendDelayMillis();
        List<Alert> due = rule.alerts().all().stream().filter(a -> a.isDue(ts, delay)).toList();
        if (due.isEmpty()) {
            return false;
        }
        save.run();
        String url = generatorUrl(rule.rule());
        try {
            sink.accept(due.stream().map(a -> told(a, ts, url)).toList());
        } catch (RuntimeException e) {
            listener.event(new RuleEvent.TellingFailed(group.key(), rule.rule().name(), due.size(), String.valueOf(e.getMessage())));
            return false;
        }
        rule.alerts().sent(due, ts);
        return true;
    }

    private RuleAlert told(Alert alert, long ts, String url) {
        boolean resolved = alert.state() == AlertState.INACTIVE;
        long believed = DELAYS_BELIEVED * Math.max(group.intervalMillis(), options.get().resendDelayMillis());
        long endsAt = resolved ? alert.times().resolvedAt() : ts + believed;
        return new RuleAlert(alert.labels(), alert.annotations(), alert.times().firedAt(), endsAt, resolved, url);
    }

    private String generatorUrl(Rule rule) {
        return options.get().externalUrl() + "/graph?g0.expr=" + queryEscape(ExprPrinter.print(rule.expr())) + "&g0.tab=1";
    }

    /** As Go's {@code url.QueryEscape}. */
    static String queryEscape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
    }
}
