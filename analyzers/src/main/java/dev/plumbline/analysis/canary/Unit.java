package dev.plumbline.analysis.canary;

import java.util.Optional;

/** Units that limits are written in, each with the factor to its dimension's base unit. */
public enum Unit {
    /** A number in whatever the metric's own unit is. */
    PLAIN("", 1, Dimension.ANY),
    PERCENT("%", 0.01, Dimension.RATIO),
    MICROSECONDS("us", 1e-6, Dimension.TIME),
    MILLISECONDS("ms", 1e-3, Dimension.TIME),
    SECONDS("s", 1, Dimension.TIME),
    MINUTES("m", 60, Dimension.TIME),
    BYTES("B", 1, Dimension.SIZE),
    KILOBYTES("kB", 1e3, Dimension.SIZE),
    MEGABYTES("MB", 1e6, Dimension.SIZE),
    GIGABYTES("GB", 1e9, Dimension.SIZE),
    KIBIBYTES("KiB", 1L << 10, Dimension.SIZE),
    MEBIBYTES("MiB", 1L << 20, Dimension.SIZE),
    GIBIBYTES("GiB", 1L << 30, Dimension.SIZE),
    REQUESTS_PER_SECOND("req/s", 1, Dimension.RATE);

    private final String symbol;
    private final double factor;
    private final Dimension dimension;

    /** What a unit measures. */
    public enum Dimension {
        ANY("a number"), RATIO("a ratio such as 5%"), TIME("a time such as 250ms"), SIZE("a size such as 64MiB"),
        RATE("a rate such as 20req/s");

        private final String description;

        Dimension(String description) {
            this.description = description;
        }

        /** For messages: what a value of the dimension looks like. */
        public String description() {
            return description;
        }
    }

    Unit(String symbol, double factor, Dimension dimension) {
        this.symbol = symbol;
        this.factor = factor;
        this.dimension = dimension;
    }

    public String symbol() {
        return symbol;
    }

    /** How many base units (seconds, bytes, a ratio of 1, requests per second) one of it is. */
    public double factor() {
        return factor;
    }

    public Dimension dimension() {
        return dimension;
    }

    /** The unit with exactly this symbol. */
    public static Optional<Unit> of(String symbol) {
        for (Unit unit : values()) {
            if (unit.symbol.equals(symbol)) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }
}
