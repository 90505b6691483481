package dev.plumbline.daemon.command.backtest;

import dev.plumbline.analysis.backtest.Proportion;
import dev.plumbline.analysis.backtest.Scorecard;
import java.math.BigDecimal;
import java.math.MathContext;
import tools.jackson.core.JsonGenerator;

/** Rates and minutes in words and in JSON. */
public final class Figures {
    private static final MathContext THREE = new MathContext(3);
    private static final int PERCENT = 100;

    private Figures() {}

    /** {@code 2 of 40, 5 % (0.612 to 16.9)}: the events, their share, and where the true share lies at 95 %. */
    public static String rate(Proportion p) {
        if (p.trials() == 0) {
            return "none";
        }
        var interval = p.interval();
        return p.events() + " of " + p.trials() + ", " + short3(PERCENT * p.rate()) + " % (" + short3(PERCENT * interval.lower()) + " to "
                + short3(PERCENT * interval.upper()) + ")";
    }

    /** Median and 90th percentile in minutes. */
    static String minutes(Scorecard.Minutes m) {
        return m.of() == 0 ? "-" : short3(m.median()) + ", " + short3(m.p90());
    }

    /** To three digits that count, without needless zeros. */
    public static String short3(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        var rounded = BigDecimal.valueOf(value).round(THREE);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** An object with {@code events}, {@code trials}, {@code rate}, {@code lower} and {@code upper}. */
    public static void json(JsonGenerator json, String name, Proportion p) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("events", p.events());
        json.writeNumberProperty("trials", p.trials());
        number(json, "rate", p.rate());
        number(json, "lower", p.interval().lower());
        number(json, "upper", p.interval().upper());
        json.writeEndObject();
    }

    static void json(JsonGenerator json, String name, Scorecard.Minutes m) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("of", m.of());
        number(json, "median", m.median());
        number(json, "p90", m.p90());
        json.writeEndObject();
    }

    /** A number, or null where there is none. */
    public static void number(JsonGenerator json, String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        } else {
            json.writeNullProperty(name);
        }
    }
}
