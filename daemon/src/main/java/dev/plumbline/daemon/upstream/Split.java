package dev.plumbline.daemon.upstream;

import dev.plumbline.promql.Question;
import dev.plumbline.promql.eval.Reach;
import org.jspecify.annotations.Nullable;

/**
 * Who answers which steps of a question. A step is answered here when everything that it needs is recent; all steps before the first such
 * one go to the cluster, and all of them when none may be asked apart: of an instant query, or where a value depends on where the query begins or ends.
 *
 * @param far what the cluster is asked, null: nothing
 * @param near what is evaluated here, null: nothing
 */
record Split(@Nullable Question far, @Nullable Question near) {

    /** @param sinceMillis from here on, included, everything is here */
    static Split of(Question q, long sinceMillis) {
        Reach reach = Reach.of(q);
        if (isHere(reach, q.startMillis(), sinceMillis)) {
            return new Split(null, q);
        }
        long last = q.lastStepMillis();
        if (!q.isRange() || reach.wholeRange() || !isHere(reach, last, sinceMillis)) {
            return new Split(q, null);
        }
        // The first step that is here: what it needs comes after step − back, so the step is at least since − 1 + back.
        long from = sinceMillis - 1 + reach.backMillis();
        long steps = Math.ceilDiv(from - q.startMillis(), q.stepMillis());
        long first = q.startMillis() + steps * q.stepMillis();
        return new Split(q.within(q.startMillis(), first - q.stepMillis()), q.within(first, q.endMillis()));
    }

    /** Samples after {@code needsAfter} are needed, and those from {@code since} on are here. */
    private static boolean isHere(Reach reach, long step, long since) {
        long after = reach.needsAfter(step);
        return after == Long.MAX_VALUE || after >= since - 1;
    }
}
