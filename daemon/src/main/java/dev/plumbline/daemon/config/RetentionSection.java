package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Scalars;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.parser.PromqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the section retention: {rules: [{match, keep, downsample: [{after, resolution}]}]}. */
final class RetentionSection {
    private static final Map<String, Long> RESOLUTIONS = Map.of("5m", 300_000L, "1h", 3_600_000L);

    private RetentionSection() {}

    static RetentionConfig read(MappingReader root, LocalReach reach) {
        if (!root.has("retention")) {
            return RetentionConfig.DEFAULT;
        }
        MappingReader retention = root.mapping("retention");
        var rules = new ArrayList<RetentionConfig.Rule>();
        for (YamlNode item : retention.items("rules")) {
            rules.add(rule(MappingReader.of(item, "a rule of retention", root.problems()), reach));
        }
        retention.finish();
        reach.check(root.problems());
        return new RetentionConfig(rules);
    }

    private static RetentionConfig.Rule rule(MappingReader r, LocalReach reach) {
        List<List<LabelMatcher>> match = match(r);
        long keep = r.duration("keep", 0);
        if (keep == 0) {
            r.problems().error(r.has("keep") ? r.at("keep") : r.at(), "a rule of retention needs a keep of more than 0s: how long samples stay, such as 30d");
        }
        reach.keeps(r.at("keep"), keep);
        var steps = new ArrayList<RetentionConfig.Coarser>();
        for (YamlNode item : r.items("downsample")) {
            var before = steps.isEmpty() ? new RetentionConfig.Coarser(0, 0) : steps.getLast();
            MappingReader step = MappingReader.of(item, "an entry of downsample", r.problems());
            steps.add(step(step, before, keep));
            reach.thins(step.at("after"), steps.getLast().afterMillis());
        }
        r.finish();
        return new RetentionConfig.Rule(match, keep, steps);
    }

    private static List<List<LabelMatcher>> match(MappingReader r) {
        YamlNode node = r.node("match");
        List<YamlNode> items = switch (node) {
            case null -> List.of();
            case YamlNode.Sequence list -> list.items();
            case YamlNode other -> List.of(other);
        };
        if (items.isEmpty()) {
            r.problems().error(node == null ? r.at() : node.at(),
                    "a rule of retention needs a match: a selector such as {namespace=\"dev\"}, or a list of them");
        }
        var selectors = new ArrayList<List<LabelMatcher>>();
        for (YamlNode item : items) {
            String text = Scalars.text(item, "match", r.problems());
            if (text != null) {
                try {
                    selectors.add(PromqlParser.parseSelector(text));
                } catch (QueryException e) {
                    r.problems().error(item.at(), "\"" + text + "\" is no selector: " + e.getMessage());
                }
            }
        }
        return selectors;
    }

    private static RetentionConfig.Coarser step(MappingReader s, RetentionConfig.Coarser before, long keep) {
        long after = s.duration("after", 0);
        long resolution = s.choice("resolution", 0L, RESOLUTIONS);
        if (after == 0 || resolution == 0 && !s.has("resolution")) {
            s.problems().error(s.has("after") ? s.at("after") : s.at(), "downsampling needs an after of more than 0s and a resolution, 5m or 1h");
        }
        if (after > 0 && after <= before.afterMillis()) {
            s.error("after", "after must be more than that of the entry before: samples become coarser as they age");
        }
        if (after > 0 && keep > 0 && after >= keep) {
            s.error("after", "after must be less than keep: nothing is left to be downsampled then");
        }
        if (resolution > 0 && resolution <= before.resolutionMillis()) {
            s.error("resolution", "the resolution must be coarser than that of the entry before");
        }
        s.finish();
        return new RetentionConfig.Coarser(after, resolution);
    }
}
