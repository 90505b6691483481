package dev.plumbline.template.prometheus;

import dev.plumbline.template.Execution;
import dev.plumbline.template.Functions;
import dev.plumbline.template.text.FloatText;
import dev.plumbline.template.text.Numbers;
import dev.plumbline.template.text.Regexes;
import dev.plumbline.template.text.UrlText;
import dev.plumbline.template.text.ValuePrinter;
import dev.plumbline.template.text.Words;
import dev.plumbline.template.value.Arguments;
import dev.plumbline.template.value.DurationValue;
import dev.plumbline.template.value.SafeText;
import dev.plumbline.template.value.TemplateException;
import dev.plumbline.template.value.TimeValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/** The functions that Prometheus adds to the language. Immutable; thread-safe. */
public final class PrometheusFunctions {
    /** A query costs as many steps, so that a loop cannot ask a thousand. */
    private static final int STEPS_OF_A_QUERY = 10_000;

    private static final Functions FUNCTIONS = numbersAndTimes(samples(texts(Functions.builtin().extend())))
            .scoped("query", 1, 1, (_, _) -> outside("query"))
            .add("now", 0, _ -> outside("now"))
            .add("externalURL", 0, _ -> outside("externalURL"))
            .add("pathPrefix", 0, _ -> outside("pathPrefix"))
            .build();

    private static final Functions CONSOLE = FUNCTIONS.extend()
            .scoped("tmpl", 2, 2, (a, scope) -> new SafeText(SafeText.Place.HTML, scope.include(a.string(0), a.get(1))))
            .build();

    private PrometheusFunctions() {}

    /** All of them by name, for parsing; {@link #bound} is what templates run with. */
    public static Functions all() {
        return FUNCTIONS;
    }

    /** Those of HTML consoles, which have {@code tmpl} besides. */
    public static Functions console() {
        return CONSOLE;
    }

    /** Functions that ask these sources for data, the time and this program's address. */
    public static Functions bound(Functions functions, RuleTemplateContext context) {
        return functions.extend()
                .scoped("query", 1, 1, (a, scope) -> {
                    scope.spend(STEPS_OF_A_QUERY);
                    return QueryResult.of(context, a.string(0));
                })
                .add("now", 0, _ -> context.timeMillis() / 1000.0)
                .add("externalURL", 0, _ -> context.externalUrl())
                .add("pathPrefix", 0, _ -> path(context.externalUrl()))
                .build();
    }

    private static Object outside(String name) {
        throw new TemplateException(name + " is for templates that run with " + Execution.class.getSimpleName() + " functions bound to a rule");
    }

    private static String path(String url) {
        try {
            String path = new URI(url).getPath();
            return path == null ? "" : path;
        } catch (URISyntaxException _) {
            return "";
        }
    }

    private static Functions.Builder texts(Functions.Builder builder) {
        return builder
                .add("title", 1, a -> Words.title(a.string(0)))
                .add("toUpper", 1, a -> Words.upper(a.string(0)))
                .add("toLower", 1, a -> Words.lower(a.string(0)))
                .scoped("match", 2, 2, (a, scope) -> Regexes.matches(a.string(0), a.string(1), scope::spend))
                .scoped("reReplaceAll", 3, 3, (a, scope) -> Regexes.replaceAll(a.string(0), a.string(1), a.string(2), scope::spend))
                .add("stripPort", 1, a -> Hosts.withoutPort(a.string(0)))
                .add("stripDomain", 1, a -> Hosts.withoutDomain(a.string(0)))
                .add("safeHtml", 1, a -> new SafeText(SafeText.Place.HTML, a.string(0)))
                .add("graphLink", 1, a -> link(a, 0))
                .add("tableLink", 1, a -> link(a, 1))
                .add("urlQueryEscape", 1, a -> UrlText.queryEscape(a.string(0)))
                .variadic("args", 0, PrometheusFunctions::arguments);
    }

    private static Functions.Builder samples(Functions.Builder builder) {
        return builder
                .add("first", 1, a -> QueryResult.first(a.list(0)))
                .add("label", 2, a -> QueryResult.sample(a, 1).labels().get(a.string(0)))
                .add("value", 1, a -> QueryResult.sample(a, 0).value())
                .add("strvalue", 1, a -> QueryResult.sample(a, 0).labels().get("__value__"))
                .add("sortByLabel", 2, a -> QueryResult.sorted(a.string(0), a.list(1)));
    }

    private static Functions.Builder numbersAndTimes(Functions.Builder builder) {
        return builder
                .add("humanize", 1, a -> Numbers.humanize(Numbers.of(a.get(0))))
                .add("humanize1024", 1, a -> Numbers.humanize1024(Numbers.of(a.get(0))))
                .add("humanizeDuration", 1, a -> Numbers.humanizeDuration(Numbers.of(a.get(0))))
                .add("humanizePercentage", 1, a -> Numbers.humanizePercentage(Numbers.of(a.get(0))))
                .add("humanizeTimestamp", 1, a -> humanizeTimestamp(Numbers.of(a.get(0))))
                .add("toTime", 1, a -> time(Numbers.of(a.get(0))))
                .add("toDuration", 1, a -> new DurationValue((long) (Numbers.of(a.get(0)) * 1e9)))
                .add("parseDuration", 1, a -> DurationText.seconds(a.string(0)));
    }

    private static String link(Arguments arguments, int tab) {
        return "/graph?g0.expr=" + UrlText.queryEscape(arguments.string(0)) + "&g0.tab=" + tab;
    }

    private static Object arguments(Arguments arguments) {
        var named = new HashMap<String, @Nullable Object>();
        for (int i = 0; i < arguments.size(); i++) {
            named.put("arg" + i, arguments.get(i));
        }
        return named;
    }

    private static String humanizeTimestamp(double seconds) {
        boolean finite = !Double.isNaN(seconds) && !Double.isInfinite(seconds);
        return finite ? ValuePrinter.text(time(seconds)) : FloatText.format(seconds, 'g', 4);
    }

    /** In milliseconds, as Prometheus keeps times; the bound is that of nanoseconds in 64 bits. */
    private static TimeValue time(double seconds) {
        double nanos = seconds * 1e9;
        if (!(Math.abs(nanos) < 0x1p63)) {
            throw new TemplateException(FloatText.general(seconds) + " cannot be represented as a nanoseconds timestamp since it overflows int64");
        }
        return TimeValue.ofMillis((long) nanos / 1_000_000);
    }
}
