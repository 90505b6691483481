package dev.plumbline.daemon.command.backtest;

import dev.plumbline.daemon.command.CommandTimes;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads a file of past releases, as docs/backtest.md describes it. Whatever is wrong is reported at its place, all at once. */
final class ReleasesFile {
    /** Most releases of one file. */
    static final int MAX = 10_000;
    private static final String TIME = "a time such as 2026-11-21T10:00:00Z, or seconds since the epoch";
    private final Problems problems;
    private final long nowMillis;

    private ReleasesFile(Problems problems, long nowMillis) {
        this.problems = problems;
        this.nowMillis = nowMillis;
    }

    /** The releases of a file; to be used only when no problem is fatal. */
    static List<Release> read(Path file, Problems problems, long nowMillis) {
        YamlNode root = YamlDocument.read(file, problems);
        return root == null ? List.of() : new ReleasesFile(problems, nowMillis).releases(root);
    }

    private List<Release> releases(YamlNode root) {
        var file = MappingReader.of(root, "the releases file", problems);
        List<YamlNode> items = file.items("releases");
        file.finish();
        if (items.isEmpty() || items.size() > MAX) {
            file.error("releases", items.isEmpty() ? "the file must have releases, a list of at least one"
                    : "there are " + items.size() + " releases, at most " + MAX + " are taken");
            return List.of();
        }
        var releases = new ArrayList<Release>();
        for (YamlNode item : items) {
            Release release = release(MappingReader.of(item, "a release", problems));
            if (release != null) {
                releases.add(release);
            }
        }
        return releases;
    }

    private @Nullable Release release(MappingReader r) {
        var subject = new Release.Subject(required(r, "service"), required(r, "version"), r.string("stable", ""), r.string("revision", ""),
                r.string("namespace", ""), r.string("stage", ""));
        Long start = time(r, "start");
        Long end = time(r, "end");
        boolean bad = outcome(r);
        OptionalLong badSince = badSince(r, bad, start, end);
        String name = r.string("name", subject.service() + " " + subject.version() + (subject.stage().isEmpty() ? "" : " stage " + subject.stage()));
        r.finish();
        if (start == null || end == null) {
            return null;
        }
        if (end <= start) {
            r.error("end", "end must be after start");
        } else if (end > nowMillis) {
            r.error("end", "end is in the future; only what is over can be judged");
        }
        return new Release(name, subject, start, end, bad, badSince);
    }

    private static String required(MappingReader r, String key) {
        String text = r.string(key, "");
        if (text.isBlank()) {
            r.error(key, "a release needs " + key);
        }
        return text;
    }

    private static @Nullable Long time(MappingReader r, String key) {
        String text = r.string(key);
        Long millis = text == null ? null : CommandTimes.millis(text);
        if (millis == null) {
            r.error(key, text == null ? "a release needs " + key + ", " + TIME : key + " is \"" + text + "\", must be " + TIME);
        }
        return millis;
    }

    private static boolean outcome(MappingReader r) {
        if (!r.has("outcome")) {
            r.error("outcome", "a release needs outcome, good or bad: what is known to have become of it");
        }
        return r.choice("outcome", false, Map.of("good", false, "bad", true));
    }

    private static OptionalLong badSince(MappingReader r, boolean bad, @Nullable Long start, @Nullable Long end) {
        if (!r.has("bad_since")) {
            return OptionalLong.empty();
        }
        Long since = time(r, "bad_since");
        if (!bad) {
            r.error("bad_since", "bad_since belongs to outcome: bad");
            return OptionalLong.empty();
        }
        if (since != null && start != null && end != null && (since < start || since >= end)) {
            r.error("bad_since", "bad_since must lie from start to before end: what came later nobody could have seen; leave it out where it "
                    + "was bad from the start");
        }
        return since == null ? OptionalLong.empty() : OptionalLong.of(since);
    }
}
