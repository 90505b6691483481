package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.JsonPart;

/**
 * Both sides of a named scope.
 *
 * @param control the baseline's
 * @param experiment the canary's
 */
record ScopePair(CanaryScope control, CanaryScope experiment) {

    static ScopePair read(JsonPart part) {
        return new ScopePair(CanaryScope.read(part.at("controlScope")), CanaryScope.read(part.at("experimentScope")));
    }

    long endMillis() {
        return Math.max(control.endMillis(), experiment.endMillis());
    }

    Value json() {
        return new Members().value("controlScope", control.json()).value("experimentScope", experiment.json()).build();
    }
}
