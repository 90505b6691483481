package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.Judgement;

/** An answer together with the judgement behind it: every metric, its evidence, the series and the queries. */
public record Report(GateAnswer.Judged answer, Judgement judgement) {}
