package dev.plumbline.model;

import dev.plumbline.model.Histogram.Buckets;

/** Walks over one side's buckets by index, ascending or descending; allocates nothing on its way. */
final class BucketWalk {
    private final Buckets buckets;
    private final boolean ascending;
    private int span;
    private int rest;
    private int next;
    private int at;
    private int index;

    BucketWalk(Buckets buckets, boolean ascending) {
        this.buckets = buckets;
        this.ascending = ascending;
        int spans = buckets.spanOffsets().length;
        span = ascending ? -1 : spans;
        at = ascending ? -1 : buckets.counts().length;
        for (int s = 0; !ascending && s < spans; s++) {
            next += buckets.spanOffsets()[s] + buckets.spanLengths()[s];
        }
    }

    /** Moves to the next bucket; false when there is none. */
    boolean next() {
        while (rest == 0) {
            if (ascending ? span == buckets.spanOffsets().length - 1 || buckets.spanOffsets().length == 0 : span <= 0) {
                return false;
            }
            enterSpan();
        }
        rest--;
        index = ascending ? next++ : --next;
        at += ascending ? 1 : -1;
        return true;
    }

    private void enterSpan() {
        if (ascending) {
            span++;
            next += buckets.spanOffsets()[span];
        } else {
            if (span < buckets.spanOffsets().length) {
                next -= buckets.spanOffsets()[span];
            }
            span--;
        }
        rest = buckets.spanLengths()[span];
    }

    /** The bucket's index in its schema. */
    int index() {
        return index;
    }

    /** The bucket's place among the counts. */
    int place() {
        return at;
    }

    double count() {
        return buckets.counts()[at];
    }
}
