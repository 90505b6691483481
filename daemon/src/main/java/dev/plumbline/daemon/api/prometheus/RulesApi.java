package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.rules.GroupStatus;
import dev.plumbline.rules.Rule;
import dev.plumbline.rules.RuleStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code /rules} and {@code /alerts}: the groups of rules, how they fared, and the alerts that are pending or firing. */
public final class RulesApi {
    private static final String LIMIT = "group_limit";
    private static final String TOKEN = "group_next_token";
    private final Supplier<List<GroupStatus>> groups;

    /** @param groups all groups now, by file, then by name; asked on each request, any thread */
    public RulesApi(Supplier<List<GroupStatus>> groups) {
        this.groups = groups;
    }

    /** A group with those of its rules that a request asks for. */
    private record Selected(GroupStatus group, List<RuleStatus> rules) {}

    /** Some groups, and the token of the first that the limit left out. */
    private record Page(List<Selected> groups, Optional<String> next) {}

    /**
     * {@code /rules}: type (alert, record), rule_name[], rule_group[], file[] and match[] (on configured labels without templates)
     * narrow; groups without rules left are left out. exclude_alerts leaves out alerts; group_limit and group_next_token page.
     */
    public Answer rules(Parameters p) {
        var filter = Filter.of(p);
        boolean alerts = !p.bool("exclude_alerts", text ->
                BadParameter.of("exclude_alerts", "error converting exclude_alerts: true or false expected, not \"" + text + "\""));
        int limit = limit(p);
        var selected = new ArrayList<Selected>();
        for (GroupStatus group : groups.get()) {
            List<RuleStatus> rules = filter.takes(group) ? group.rules().stream().filter(filter::takes).toList() : List.of();
            if (!rules.isEmpty()) {
                selected.add(new Selected(group, rules));
            }
        }
        Page page = page(selected, limit, p.get(TOKEN));
        return Envelope.success(json -> {
            json.raw('{').key("groups").raw('[');
            page.groups.forEach(s -> RulesJson.group(json.next(), s.group, s.rules, alerts));
            json.raw(']');
            page.next.ifPresent(token -> json.member("groupNextToken", token));
            json.raw('}');
        });
    }

    /** {@code /alerts}: all that are pending or firing. */
    public Answer alerts() {
        List<GroupStatus> all = groups.get();
        return Envelope.success(json -> {
            json.raw('{').key("alerts").raw('[');
            all.stream().flatMap(g -> g.rules().stream()).flatMap(r -> r.alerts().stream())
                    .forEach(alert -> RulesJson.alert(json.next(), alert));
            json.raw(']').raw('}');
        });
    }

    private static Page page(List<Selected> all, int limit, String token) {
        int from = 0;
        if (!token.isEmpty()) {
            while (from < all.size() && !token(all.get(from)).equals(token)) {
                from++;
            }
            if (from == all.size()) {
                throw BadParameter.of(TOKEN, "invalid group_next_token '" + token + "'. were rule groups changed?");
            }
        }
        int to = limit == 0 ? all.size() : (int) Math.min(all.size(), (long) from + limit);
        return new Page(all.subList(from, to), to < all.size() ? Optional.of(token(all.get(to))) : Optional.empty());
    }

    /** SHA-1 of {@code file;name} in hexadecimal digits, as Prometheus makes it. */
    private static String token(Selected selected) {
        try {
            byte[] key = selected.group.group().key().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static int limit(Parameters p) {
        String text = p.get(LIMIT);
        if (text.isEmpty()) {
            if (!p.get(TOKEN).isEmpty()) {
                throw BadParameter.of(TOKEN, "group_limit needs to be present in order to paginate over the groups");
            }
            return 0;
        }
        int limit;
        try {
            limit = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw BadParameter.of(LIMIT, "group_limit needs to be a valid number: \"" + text + "\" is none");
        }
        if (limit <= 0) {
            throw BadParameter.of(LIMIT, "group_limit needs to be greater than 0");
        }
        return limit;
    }

    /** Which rules are asked for; an empty set takes all. */
    private record Filter(boolean alerting, boolean recording, Set<String> names, Set<String> groups, Set<String> files,
            List<List<LabelMatcher>> selectors) {

        static Filter of(Parameters p) {
            String type = p.get("type").toLowerCase(Locale.ROOT);
            if (!Set.of("", "alert", "record").contains(type)) {
                throw BadParameter.of("type", "not supported value \"" + type + "\"");
            }
            return new Filter(!type.equals("record"), !type.equals("alert"), Set.copyOf(p.all("rule_name[]")),
                    Set.copyOf(p.all("rule_group[]")), Set.copyOf(p.all("file[]")), selectors(p));
        }

        private static List<List<LabelMatcher>> selectors(Parameters p) {
            var selectors = new ArrayList<List<LabelMatcher>>();
            for (String text : p.all("match[]")) {
                try {
                    selectors.add(PromqlParser.parseSelector(text));
                } catch (QueryException e) {
                    throw new BadParameter(e.getMessage());
                }
            }
            return selectors;
        }

        boolean takes(GroupStatus group) {
            return takes(groups, group.group().name()) && takes(files, group.group().file());
        }

        boolean takes(RuleStatus status) {
            Rule rule = status.rule();
            boolean kind = switch (rule) {
                case Rule.AlertingRule _ -> alerting;
                case Rule.RecordingRule _ -> recording;
            };
            if (!kind || !takes(names, rule.name())) {
                return false;
            }
            Labels labels = fixed(rule.labels());
            return selectors.isEmpty() || selectors.stream().anyMatch(s -> s.stream().allMatch(m -> m.matches(labels)));
        }

        /** A label that is a template has no value yet. */
        private static Labels fixed(Map<String, String> labels) {
            var fixed = new TreeMap<>(labels);
            fixed.values().removeIf(value -> value.contains("{{"));
            return Labels.of(fixed);
        }

        private static boolean takes(Set<String> wanted, String value) {
            return wanted.isEmpty() || wanted.contains(value);
        }
    }
}
