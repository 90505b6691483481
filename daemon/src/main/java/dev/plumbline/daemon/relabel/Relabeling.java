package dev.plumbline.daemon.relabel;

import com.google.re2j.Matcher;
import dev.plumbline.model.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Applies rules to label sets. Pure; any thread. */
public final class Relabeling {
    private Relabeling() {}

    /**
     * The label set after all rules in order, or null when a rule dropped it. An empty set is not a dropped one.
     * Costs one builder and, for each rule, one match of its joined source values (labelmap, labeldrop, labelkeep:
     * one match for each label).
     */
    public static @Nullable Labels apply(List<RelabelRule> rules, Labels labels) {
        if (rules.isEmpty()) {
            return labels;
        }
        Labels.Builder builder = labels.builder();
        for (RelabelRule rule : rules) {
            if (!step(rule, builder)) {
                return null;
            }
        }
        return builder.build();
    }

    /** Applies one rule; false when it drops the set. */
    private static boolean step(RelabelRule rule, Labels.Builder labels) {
        String value = joined(rule, labels);
        switch (rule.action()) {
            case KEEP -> { return rule.regex().matches(value); }
            case DROP -> { return !rule.regex().matches(value); }
            case KEEPEQUAL -> { return labels.get(rule.targetLabel()).equals(value); }
            case DROPEQUAL -> { return !labels.get(rule.targetLabel()).equals(value); }
            case REPLACE -> replace(rule, labels, value);
            case HASHMOD -> labels.set(rule.targetLabel(), hashMod(value, rule.modulus()));
            case LOWERCASE -> labels.set(rule.targetLabel(), value.toLowerCase(Locale.ROOT));
            case UPPERCASE -> labels.set(rule.targetLabel(), value.toUpperCase(Locale.ROOT));
            case LABELMAP -> map(rule, labels);
            case LABELDROP -> remove(rule, labels, true);
            case LABELKEEP -> remove(rule, labels, false);
        }
        return true;
    }

    private static String joined(RelabelRule rule, Labels.Builder labels) {
        if (rule.sourceLabels().size() == 1) {
            return labels.get(rule.sourceLabels().getFirst());
        }
        var joiner = new StringJoiner(rule.separator());
        rule.sourceLabels().forEach(name -> joiner.add(labels.get(name)));
        return joiner.toString();
    }

    private static void replace(RelabelRule rule, Labels.Builder labels, String value) {
        Matcher match = rule.regex().match(value);
        if (match == null) {
            return;
        }
        String target = expand(rule.regex(), match, rule.targetLabel());
        if (rule.names().allowsLabel(target)) {
            labels.set(target, expand(rule.regex(), match, rule.replacement()));
        }
    }

    private static void map(RelabelRule rule, Labels.Builder labels) {
        Labels before = labels.build(); // what a copy creates is not looked at again
        before.forEach((name, value) -> {
            Matcher match = rule.regex().match(name);
            if (match != null) {
                labels.set(expand(rule.regex(), match, rule.replacement()), value);
            }
        });
    }

    private static void remove(RelabelRule rule, Labels.Builder labels, boolean matching) {
        for (String name : labels.names()) {
            if (rule.regex().matches(name) == matching) {
                labels.remove(name);
            }
        }
    }

    private static String hashMod(String value, long modulus) {
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(value.getBytes(StandardCharsets.UTF_8));
            return Long.toUnsignedString(Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(8), modulus));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /**
     * Go's template syntax of regular expressions: {@code $name} (as long as possible), {@code ${name}}, {@code $$};
     * a dollar that starts none of these stands for itself, an unknown group for nothing.
     */
    private static String expand(RelabelRegex regex, Matcher match, String template) {
        if (template.indexOf('$') < 0) {
            return template;
        }
        var out = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int dollar = template.indexOf('$', at);
            if (dollar < 0) {
                dollar = template.length();
            }
            out.append(template, at, dollar);
            at = dollar == template.length() ? dollar : appendReference(regex, match, template, dollar, out);
        }
        return out.toString();
    }

    /** Appends what the reference at {@code dollar} stands for; returns where the text goes on. */
    private static int appendReference(RelabelRegex regex, Matcher match, String template, int dollar, StringBuilder out) {
        int start = dollar + 1;
        if (template.startsWith("$", start)) {
            out.append('$');
            return start + 1;
        }
        boolean braces = template.startsWith("{", start);
        int from = braces ? start + 1 : start;
        int to = from;
        while (to < template.length() && isNamePart(template.charAt(to))) {
            to++;
        }
        if (to == from || braces && !template.startsWith("}", to)) {
            out.append('$');
            return start;
        }
        out.append(regex.group(match, template.substring(from, to)));
        return braces ? to + 1 : to;
    }

    private static boolean isNamePart(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
