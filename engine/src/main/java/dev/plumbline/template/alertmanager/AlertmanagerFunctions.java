package dev.plumbline.template.alertmanager;

import dev.plumbline.template.Functions;
import dev.plumbline.template.text.JsonText;
import dev.plumbline.template.text.Numbers;
import dev.plumbline.template.text.Regexes;
import dev.plumbline.template.text.UrlText;
import dev.plumbline.template.text.BoundedText;
import dev.plumbline.template.text.Words;
import dev.plumbline.template.value.Arguments;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.SafeText;
import dev.plumbline.template.value.TemplateException;
import dev.plumbline.template.value.TimeValue;
import dev.plumbline.time.Clock;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions that Alertmanager adds to the language, but for {@code routeLabels}, which belongs to one message. */
final class AlertmanagerFunctions {
    private AlertmanagerFunctions() {}

    /** @param clock what {@code now} and {@code since} go by */
    static Functions with(Clock clock) {
        return times(collections(texts(Functions.builtin().extend())), clock).build();
    }

    private static Functions.Builder texts(Functions.Builder builder) {
        return builder
                .add("toUpper", 1, a -> Words.upper(a.string(0)))
                .add("toLower", 1, a -> Words.lower(a.string(0)))
                .add("title", 1, a -> Words.titleOnly(a.string(0)))
                .add("trimSpace", 1, a -> a.string(0).strip())
                .add("join", 2, a -> join(a.string(0), a.strings(1)))
                .scoped("match", 2, 2, (a, scope) -> Regexes.matches(a.string(0), a.string(1), scope::spend))
                .scoped("reReplaceAll", 3, 3, (a, scope) -> Regexes.replaceAll(a.string(0), a.string(1), a.string(2), scope::spend))
                .add("safeHtml", 1, a -> new SafeText(SafeText.Place.HTML, a.string(0)))
                .add("safeUrl", 1, a -> new SafeText(SafeText.Place.URL, a.string(0)))
                .add("urlUnescape", 1, a -> UrlText.queryUnescape(a.string(0)))
                .add("toJson", 1, a -> JsonText.of(a.get(0)))
                .add("base64encode", 1, a -> Base64.getUrlEncoder().encodeToString(a.string(0).getBytes(StandardCharsets.UTF_8)))
                .add("base64decode", 1, a -> decode(a.string(0)));
    }

    private static Functions.Builder collections(Functions.Builder builder) {
        return builder
                .variadic("stringSlice", 0, a -> checkedStrings(a))
                .variadic("list", 0, a -> copy(a.values()))
                .variadic("append", 1, a -> append(a.list(0), a.from(1)))
                .variadic("dict", 0, AlertmanagerFunctions::dict);
    }

    private static Functions.Builder times(Functions.Builder builder, Clock clock) {
        return builder
                .add("date", 2, a -> a.time(1).format(a.string(0)))
                .add("tz", 2, a -> a.time(1).in(zone(a.string(0))))
                .add("now", 0, _ -> TimeValue.ofMillis(clock.wallMillis()))
                .add("since", 1, a -> TimeValue.ofMillis(clock.wallMillis()).since(a.time(0)))
                .add("humanizeDuration", 1, a -> Numbers.humanizeDuration(Numbers.of(a.get(0))))
                .add("toDate", 2, a -> date(a))
                .add("mustToDate", 2, a -> TimeValue.parse(a.string(0), a.string(1)));
    }

    private static String join(String separator, List<String> parts) {
        var out = new BoundedText();
        for (int i = 0; i < parts.size(); i++) {
            out.append(i == 0 ? "" : separator).append(parts.get(i));
        }
        return out.toString();
    }

    /** In the alphabet of URLs, with padding; line breaks do not matter. */
    private static String decode(String text) {
        String digits = text.replace("\n", "").replace("\r", "");
        if (digits.length() % 4 != 0) {
            throw new TemplateException("illegal base64 data: padding is missing");
        }
        try {
            return new String(Base64.getUrlDecoder().decode(digits), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new TemplateException("illegal base64 data: " + e.getMessage());
        }
    }

    private static List<@Nullable Object> copy(List<? extends @Nullable Object> values) {
        return Collections.unmodifiableList(new ArrayList<@Nullable Object>(values));
    }

    private static List<@Nullable Object> checkedStrings(Arguments arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            arguments.string(i);
        }
        return copy(arguments.values());
    }

    private static List<@Nullable Object> append(List<?> list, List<? extends @Nullable Object> more) {
        var all = new ArrayList<@Nullable Object>(list);
        all.addAll(more);
        return Collections.unmodifiableList(all);
    }

    private static Object dict(Arguments arguments) {
        if (arguments.size() % 2 != 0) {
            throw new TemplateException("invalid dict call: names and values come in pairs, got " + arguments.size() + " arguments");
        }
        var map = new HashMap<String, @Nullable Object>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!(Kind.plain(arguments.get(i)) instanceof String key)) {
                throw new TemplateException("dict keys must be strings, got " + Kind.typeName(arguments.get(i)));
            }
            map.put(key, arguments.get(i + 1));
        }
        return Collections.unmodifiableMap(map);
    }

    private static ZoneId zone(String name) {
        try {
            return name.isEmpty() || name.equals("Local") || name.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException _) {
            throw new TemplateException("unknown time zone " + name);
        }
    }

    /** What is no date becomes the time that was never set, as in Go. */
    private static TimeValue date(Arguments arguments) {
        try {
            return TimeValue.parse(arguments.string(0), arguments.string(1));
        } catch (TemplateException _) {
            return TimeValue.ZERO;
        }
    }
}
