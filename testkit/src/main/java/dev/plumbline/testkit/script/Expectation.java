package dev.plumbline.testkit.script;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an eval must give; filled line by line by the parser, then only read. */
public final class Expectation {
    boolean fail;
    @Nullable Text failText;
    boolean ordered;
    final Annotations warnings = new Annotations("warn");
    final Annotations infos = new Annotations("info");
    @Nullable String string;
    @Nullable Double scalar;
    QueryRunner.@Nullable Window rangeVector;
    final List<SeriesDescription> series = new ArrayList<>();

    /** A text to find: whole, or by a regular expression anywhere in it. */
    record Text(String value, @Nullable Pattern regex) {
        boolean matches(String text) {
            return regex == null ? text.equals(value) : regex.matcher(text).find();
        }

        String description() {
            return (regex == null ? "message \"" : "pattern \"") + value + "\"";
        }
    }

    /** Which annotations of a kind must or must not be there. */
    static final class Annotations {
        final String kind;
        /** By the old form, which an expect line may contradict. */
        boolean anyByForm;
        boolean any;
        boolean none;
        final List<Text> texts = new ArrayList<>();

        Annotations(String kind) {
            this.kind = kind;
        }

        /** What is wrong with those found, or null. */
        @Nullable String problem(List<String> found, String query) {
            if (none && !found.isEmpty()) {
                return "unexpected " + kind + " annotations evaluating query " + query + ": " + found;
            }
            if ((any || anyByForm || !texts.isEmpty()) && found.isEmpty()) {
                return "expected " + kind + " annotations but none were found for query " + query;
            }
            for (Text t : texts) {
                if (found.stream().noneMatch(t::matches)) {
                    return "expected " + kind + " annotation matching " + t.description()
                            + " but no matching annotation was found for query " + query + ", found: " + found;
                }
            }
            return any || anyByForm || texts.isEmpty() ? null : found.stream().filter(f -> texts.stream().noneMatch(t -> t.matches(f)))
                    .findFirst().map(f -> "unexpected " + kind + " annotation \"" + f + "\" for query " + query).orElse(null);
        }
    }
}
