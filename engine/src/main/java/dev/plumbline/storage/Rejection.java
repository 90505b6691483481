package dev.plumbline.storage;

import dev.plumbline.model.Labels;

/** Why a sample was not taken: an expected outcome, not an exception. The texts are Prometheus's where it has one. */
public sealed interface Rejection {

    /** One line for a log or an answer. */
    String message();

    /** A short word for a metric's {@code reason} label. */
    String reason();

    /** Older than the newest sample of its series. */
    record OutOfOrder(Labels labels, long timeMillis, long newestMillis) implements Rejection {
        @Override
        public String message() {
            return "out of order sample for " + labels + ": " + timeMillis + " ms is before the newest, " + newestMillis + " ms";
        }

        @Override
        public String reason() {
            return "out_of_order";
        }
    }

    /** The series has a sample with this time and another value. */
    record DuplicateTimestamp(Labels labels, long timeMillis) implements Rejection {
        @Override
        public String message() {
            return "duplicate sample for timestamp " + timeMillis + " ms with another value for " + labels;
        }

        @Override
        public String reason() {
            return "duplicate_timestamp";
        }
    }

    /** Older than what the store still takes, and samples must come in order. */
    record OutOfBounds(Labels labels, long timeMillis, long oldestMillis) implements Rejection {
        @Override
        public String message() {
            return "sample for " + labels + " is out of bounds: " + timeMillis + " ms is before " + oldestMillis + " ms";
        }

        @Override
        public String reason() {
            return "out_of_bounds";
        }
    }

    /** Out of order, and further behind the store's newest sample than the window for such samples. */
    record TooOld(Labels labels, long timeMillis, long oldestMillis) implements Rejection {
        @Override
        public String message() {
            return "too old sample for " + labels + ": " + timeMillis + " ms is before " + oldestMillis
                    + " ms, where the window for samples out of order begins";
        }

        @Override
        public String reason() {
            return "too_old";
        }
    }

    /** A label set without a name, with an empty or invalid label, or with a value that this store cannot keep. */
    record Invalid(Labels labels, String why) implements Rejection {
        @Override
        public String message() {
            return why + ": " + labels;
        }

        @Override
        public String reason() {
            return "invalid";
        }
    }

    /** A bound on the number of series or their size is reached. */
    record LimitReached(Labels labels, String limit) implements Rejection {
        @Override
        public String message() {
            return limit + " is reached; not taken: " + labels;
        }

        @Override
        public String reason() {
            return "limit";
        }
    }

    /**
     * A limit of a tenant, or of all together, is reached; others' series are taken.
     *
     * @param tenant whose series it is
     * @param text which limit, how much it is, and how to raise it
     */
    record OverLimit(Labels labels, String tenant, TenantLimits.Kind kind, String text) implements Rejection {
        private static final int MOST_SHOWN = 500;

        @Override
        public String message() {
            String series = labels.toString();
            return text + "; not taken: " + (series.length() > MOST_SHOWN ? series.substring(0, MOST_SHOWN) + "…" : series);
        }

        @Override
        public String reason() {
            return "tenant_" + kind.key();
        }
    }
}
