package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The present state of an analysis. What was judged is found out again when it is asked for first, where it was read from what is kept. */
final class AnalysisNow {
    private static final Logger LOG = LoggerFactory.getLogger(AnalysisNow.class);
    final AnalysisRecord record;
    final @Nullable String hold;
    volatile @Nullable Judgement judgement;

    /**
     * @param judgement what the record's inputs give, null where nobody has judged them yet
     * @param hold why the state cannot be kept, null when it can
     */
    AnalysisNow(AnalysisRecord record, @Nullable Judgement judgement, @Nullable String hold) {
        this.record = record;
        this.judgement = judgement;
        this.hold = hold;
    }

    AnalysisRecord record() {
        return record;
    }

    @Nullable String hold() {
        return hold;
    }

    Judgement judgement() {
        Judgement known = judgement;
        if (known == null) {
            known = again();
            judgement = known;
        }
        return known;
    }

    /** One that cannot be judged any more still shows what came of it. */
    private Judgement again() {
        AnalysisRecord.Subject s = record.subject();
        try {
            return s.judge(record.measuredMillis(), record.inputs());
        } catch (RuntimeException e) {
            LOG.error("{} cannot be judged again", s.id(), e);
            var window = new Progress(s.sinceMillis(), record.measuredMillis()).window(s.judgedBy());
            return new Judgement(record.verdict(), record.score(), window, List.of());
        }
    }

    /** What is answered. */
    Verdict verdict() {
        return record.isRunning() && hold != null ? new Verdict.Pending(hold) : record.answer();
    }
}
