package dev.plumbline.daemon.command.backtest;

import dev.plumbline.analysis.backtest.Scorecard;
import dev.plumbline.analysis.backtest.Trial;
import dev.plumbline.daemon.command.TerminalProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every candidate said of every release that it governs.
 *
 * @param notes sentences about where the releases come from
 */
record Backtest(List<PolicyResult> policies, List<String> notes) {

    /** One release under one policy. */
    record Row(Release release, Judged judged) {

        /** Empty when the order was refused. */
        Optional<Trial> trial() {
            return switch (judged) {
                case Judged.Refused r -> Optional.empty();
                // A clock that was set back must not make a verdict older than its start.
                case Judged.Verdict v -> Optional.of(new Trial(release.bad(), v.said(), release.startMillis(),
                        Math.max(v.decidedMillis(), release.startMillis()), release.badSinceMillis()));
            };
        }
    }

    /**
     * All releases under one policy.
     *
     * @param notGoverned how many releases its {@code match} does not fit; they are not judged
     */
    record PolicyResult(CandidatePolicy candidate, List<Row> rows, int notGoverned) {
        Scorecard scorecard() {
            return Scorecard.of(rows.stream().flatMap(r -> r.trial().stream()).toList());
        }

        int refused() {
            return (int) rows.stream().filter(r -> r.judged instanceof Judged.Refused).count();
        }
    }

    /** Lets the daemon judge. */
    static Backtest run(List<CandidatePolicy> candidates, ReleaseHistory.Found releases, PastAnalyses analyses, TerminalProgress progress)
            throws IOException, InterruptedException {
        var results = new ArrayList<PolicyResult>();
        for (CandidatePolicy candidate : candidates) {
            String spec = candidate.spec().toString();
            List<Release> governed = releases.releases().stream()
                    .filter(r -> candidate.policy().match().fits(r.subject().namespace(), r.subject().service())).toList();
            var orders = governed.stream().map(r -> new PastAnalyses.Order(r.subject(), spec, r.startMillis(), r.endMillis())).toList();
            List<Judged> judged = analyses.judge(orders, progress, candidate.label());
            var rows = new ArrayList<Row>();
            for (int i = 0; i < governed.size(); i++) {
                rows.add(new Row(governed.get(i), judged.get(i)));
            }
            results.add(new PolicyResult(candidate, rows, releases.releases().size() - governed.size()));
        }
        return new Backtest(results, releases.notes());
    }

    /** Whether an order was refused. */
    boolean hasErrors() {
        return policies.stream().anyMatch(p -> p.refused() > 0);
    }
}
