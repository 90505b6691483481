package dev.plumbline.tsdb;

import dev.plumbline.storage.WindowFigures.Figure;

/** The figures of aggregate rows as a block's columns number them (docs/formats/blocks.md, "Downsampled tables"). */
final class AggregateFigures {
    static final int SAMPLES = 0;
    static final int FIRST_AT = 1;
    static final int LAST_AT = 2;
    static final int FIRST = 3;
    static final int LAST = 4;
    static final int MIN = 5;
    static final int MAX = 6;
    static final int CHANGES = 7;
    static final int RESETS = 8;
    static final int BEFORE = 9;
    static final int BEFORE_LOW = 10;
    static final int SUM = 11;
    static final int SUM_LOW = 12;
    static final int STALE = 13;
    static final int COUNT = 14;
    /** A bit for each. */
    static final int ALL = (1 << COUNT) - 1;
    /** Those that are always written. */
    static final int ENDS = 1 << SAMPLES | 1 << FIRST_AT | 1 << LAST_AT | 1 << FIRST | 1 << LAST;
    /** Those of which a row's last sample and what follows it are made. */
    static final int LASTS = ENDS | 1 << STALE;

    private AggregateFigures() {}

    /** Those that a figure of windows needs, a bit for each. */
    static int of(Figure wanted) {
        return ENDS | switch (wanted) {
            case COUNT, ENDS -> 0;
            case RESETS -> 1 << RESETS | 1 << BEFORE | 1 << BEFORE_LOW;
            case CHANGES -> 1 << CHANGES;
            case MIN -> 1 << MIN;
            case MAX -> 1 << MAX;
            case SUM -> 1 << SUM | 1 << SUM_LOW;
        };
    }

    /** Whether a figure is kept as whole multiples of a power of two. */
    static boolean isScaled(int figure) {
        return figure == BEFORE_LOW || figure == SUM_LOW;
    }

    /** What stands for a figure that is not written: another figure, or -1 for 0. */
    static int substitute(int figure) {
        return switch (figure) {
            case MIN -> FIRST;
            case MAX -> LAST;
            default -> -1;
        };
    }
}
