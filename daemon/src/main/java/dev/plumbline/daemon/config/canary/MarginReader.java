package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.Margin.Direction;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a metric's {@code margin} and {@code direction}. Used once. */
final class MarginReader {
    private static final Set<String> DIRECTIONS = Set.of("increase", "decrease", "either");
    private final Fields fields;
    private final Notes notes;
    private final boolean hasBaseline;

    MarginReader(Fields fields, Notes notes, boolean hasBaseline) {
        this.fields = fields;
        this.notes = notes;
        this.hasBaseline = hasBaseline;
    }

    /** Null when there is none, or nothing to compare with. */
    @Nullable Margin read(Optional<Measure> measure) {
        Direction direction = direction(measure);
        Optional<String> written = fields.text("margin");
        if (written.isEmpty()) {
            if (fields.has("direction")) {
                notes.warning(fields.place("direction"), "direction means something beside margin only");
            }
            return null;
        }
        Optional<Margin> margin = Margin.parse(written.get(), direction);
        if (margin.isEmpty()) {
            fields.problem("margin", "margin is \"" + written.get() + "\", must be a number in the metric's unit, percentage points "
                    + "(1pp) or relative to the baseline (10%), and not negative");
        }
        if (hasBaseline) {
            return margin.orElse(null);
        }
        if (fields.has("fail_above") || fields.has("fail_below")) {
            notes.warning(fields.place("margin"), "margin is not judged: the policy has no baseline to compare with");
        } else {
            fields.problem("margin", "margin compares with the baseline, and the policy has none; add baseline, for example "
                    + "'{service=\"{{service}}\", version=\"{{stable}}\"}', or fail_above or fail_below");
        }
        return null;
    }

    private Direction direction(Optional<Measure> measure) {
        Optional<String> text = fields.text("direction");
        if (text.isPresent() && !DIRECTIONS.contains(text.get())) {
            fields.problem("direction", "direction is \"" + text.get() + "\", must be increase, decrease or either");
            return Direction.INCREASE;
        }
        boolean lessIsWorse = measure.filter(Measure.Traffic.class::isInstance).isPresent();
        return text.map(t -> Direction.valueOf(t.toUpperCase(Locale.ROOT))).orElse(lessIsWorse ? Direction.DECREASE : Direction.INCREASE);
    }
}
