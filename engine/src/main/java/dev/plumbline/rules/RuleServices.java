package dev.plumbline.rules;

import dev.plumbline.promql.Engine;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.Clock;

/**
 * What rules work with.
 *
 * @param storage is asked and gets the results
 * @param states where the states of alerts survive a restart
 * @param sink hears of alerts that fire or have ended
 */
public record RuleServices(Engine engine, Storage storage, AlertStateStore states, AlertSink sink, RuleListener listener,
        Clock clock) {}
