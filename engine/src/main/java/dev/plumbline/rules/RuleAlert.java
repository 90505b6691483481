package dev.plumbline.rules;

import dev.plumbline.model.Labels;

/**
 * An alert as it is told, external labels not yet added.
 *
 * @param labels with {@code alertname}, without {@code __name__}
 * @param startsAtMillis since when it fires
 * @param endsAtMillis when it ended, if {@code resolved}; else until when it may be believed to fire if nothing more is heard
 * @param generatorUrl where its expression can be looked at
 */
public record RuleAlert(Labels labels, Labels annotations, long startsAtMillis, long endsAtMillis, boolean resolved,
        String generatorUrl) {}
