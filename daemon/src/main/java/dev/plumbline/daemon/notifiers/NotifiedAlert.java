package dev.plumbline.daemon.notifiers;

import dev.plumbline.model.Labels;

/**
 * An alert in a message.
 *
 * @param endsAtMillis when it ended; meaningless while it fires
 * @param fingerprint 16 hexadecimal digits
 */
public record NotifiedAlert(Labels labels, Labels annotations, boolean firing, long startsAtMillis, long endsAtMillis,
        String generatorUrl, String fingerprint) {}
