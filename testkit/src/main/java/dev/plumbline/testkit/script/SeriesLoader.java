package dev.plumbline.testkit.script;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.Storage;
import dev.plumbline.testkit.script.SeriesDescription.Sample;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Appends the series of a load in one transaction; of two lines with the same label set the last counts. */
final class SeriesLoader {
    private SeriesLoader() {}

    static void load(Command.Load load, Storage storage) {
        Map<Labels, SeriesDescription> series = new LinkedHashMap<>();
        load.series().forEach(s -> series.put(s.labels(), s));
        try (Appender appender = storage.appender()) {
            for (SeriesDescription s : series.values()) {
                append(load, appender, s);
            }
            if (load.withNhcb()) {
                for (SeriesDescription s : CustomBucketHistograms.fold(series.values())) {
                    append(load, appender, s);
                }
            }
            appender.commit();
        } catch (IllegalArgumentException e) {
            throw new ScriptException(load.line(), "error in load: " + e.getMessage());
        }
    }

    private static void append(Command.Load load, Appender appender, SeriesDescription s) {
        for (int i = 0; i < s.samples().size(); i++) {
            Sample sample = s.samples().get(i);
            if (!sample.omitted()) {
                long time = i * load.intervalMillis();
                long start = s.startMillis(i, time);
                Optional<Rejection> rejection = sample.histogram() == null
                        ? appender.append(s.labels(), start, time, sample.value())
                        : appender.append(s.labels(), start, time, sample.histogram());
                rejection.ifPresent(r -> {
                    throw new ScriptException(load.line(), "error in load: " + r.message());
                });
            }
        }
    }
}
