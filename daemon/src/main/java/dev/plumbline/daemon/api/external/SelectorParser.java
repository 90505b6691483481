package dev.plumbline.daemon.api.external;

import dev.plumbline.daemon.api.external.Requirement.Operator;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a label selector by recursive descent, in one pass. Used once. */
final class SelectorParser {
    private static final String SPECIAL = "=!(),<>";
    private final String text;
    private int at;

    SelectorParser(String text) {
        this.text = text;
    }

    List<Requirement> all() {
        var found = new ArrayList<Requirement>();
        skipSpace();
        if (at == text.length()) {
            return found;
        }
        do {
            found.add(requirement());
        } while (taken(","));
        if (at < text.length()) {
            throw wrong("found " + next() + ", expected a comma or the end");
        }
        return found;
    }

    private Requirement requirement() {
        if (taken("!")) {
            return new Requirement(key(), Operator.DOES_NOT_EXIST, Set.of());
        }
        String key = key();
        if (at == text.length() || text.charAt(at) == ',') {
            return new Requirement(key, Operator.EXISTS, Set.of());
        }
        if (taken("!=")) {
            return new Requirement(key, Operator.NOT_IN, Set.of(word()));
        }
        if (taken("==") || taken("=")) {
            return new Requirement(key, Operator.IN, Set.of(word()));
        }
        int before = at;
        String operator = word();
        return switch (operator) {
            case "in" -> new Requirement(key, Operator.IN, values());
            case "notin" -> new Requirement(key, Operator.NOT_IN, values());
            default -> {
                at = before;
                throw wrong("found " + next() + " after \"" + key + "\", expected one of =, ==, !=, in, notin, a comma or the end");
            }
        };
    }

    private String key() {
        String key = word();
        if (key.isEmpty()) {
            throw wrong("found " + next() + ", expected the name of a label");
        }
        return key;
    }

    /** {@code (a, b)}; as in Kubernetes nothing between two marks is the empty value. */
    private Set<String> values() {
        if (!taken("(")) {
            throw wrong("found " + next() + ", expected \"(\" and values");
        }
        var values = new LinkedHashSet<String>();
        do {
            values.add(word());
        } while (taken(","));
        if (!taken(")")) {
            throw wrong("found " + next() + ", expected a comma or \")\"");
        }
        return values;
    }

    /** The characters up to the next mark or white space, possibly none; and the white space after them. */
    private String word() {
        skipSpace();
        int begin = at;
        while (at < text.length() && SPECIAL.indexOf(text.charAt(at)) < 0 && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        String word = text.substring(begin, at);
        skipSpace();
        return word;
    }

    private boolean taken(String mark) {
        if (!text.startsWith(mark, at)) {
            return false;
        }
        at += mark.length();
        skipSpace();
        return true;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private String next() {
        if (at >= text.length()) {
            return "the end";
        }
        int end = at + 1;
        while (SPECIAL.indexOf(text.charAt(at)) < 0 && end < text.length() && SPECIAL.indexOf(text.charAt(end)) < 0
                && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return "\"" + text.substring(at, end) + "\"";
    }

    private PlumblineException wrong(String what) {
        return PlumblineException.user("labelSelector \"" + text + "\", at character " + (at + 1) + ": " + what);
    }
}
