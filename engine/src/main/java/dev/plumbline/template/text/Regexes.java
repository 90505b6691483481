package dev.plumbline.template.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.plumbline.template.value.TemplateException;
import java.util.ArrayDeque;
import java.util.function.LongConsumer;

/** Regular expressions of templates: RE2, unanchored, replacement with Go's {@code $1}, {@code ${1}}, {@code ${name}}, {@code $$}. */
public final class Regexes {
    /** The longest expression, in characters. */
    public static final int MAX_PATTERN_CHARS = 1000;
    /** The most instructions that repetitions may unfold to. */
    private static final int MAX_UNFOLDED = 20_000;
    /** Visits of a character by a part of the expression that cost as much as a step of a template. */
    private static final int VISITS_PER_STEP = 256;

    private Regexes() {}

    /** Whether the expression matches somewhere in the text. {@code spend} is told, in steps, what it will cost, and may throw. */
    public static boolean matches(String regex, String text, LongConsumer spend) {
        Pattern pattern = compile(regex, spend);
        spend.accept(searchSteps(regex, text.length()));
        return pattern.matcher(text).find();
    }

    private static Pattern compile(String regex, LongConsumer spend) {
        long size = unfolded(regex);
        if (regex.length() > MAX_PATTERN_CHARS || size > MAX_UNFOLDED) {
            throw new TemplateException("regular expression of " + regex.length() + " characters is too large; at most "
                    + MAX_PATTERN_CHARS + ", and " + MAX_UNFOLDED + " with repetitions written out");
        }
        spend.accept(size);
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new TemplateException("error parsing regexp: " + e.getDescription() + ": `" + regex + "`");
        }
    }

    private static long searchSteps(String regex, int chars) {
        return unfolded(regex) * chars / VISITS_PER_STEP;
    }

    /** About how many characters the expression has with its counted repetitions written out; nested ones multiply. */
    private static long unfolded(String regex) {
        var outer = new ArrayDeque<Long>();
        long total = 0;
        long last = 0;
        for (int i = 0; i < regex.length() && total <= MAX_UNFOLDED; i++) {
            char c = regex.charAt(i);
            if (c == '(') {
                outer.push(total);
                total = 0;
                last = 0;
                continue;
            }
            long count = c == '{' ? largestCount(regex, i + 1) : 0;
            if (count > 0) {
                total += last * (count - 1);
                last *= count;
            } else if (c == ')' && !outer.isEmpty()) {
                last = total + 1;
                total = outer.pop() + last;
            } else {
                last = 1;
                total++;
                i += c == '\\' ? 1 : 0;
            }
        }
        for (long waiting : outer) {
            total += waiting;
        }
        return total + 1;
    }

    /** The larger number of a counted repetition; 0 when it is none. */
    private static long largestCount(String regex, int from) {
        long largest = 0;
        long number = 0;
        for (int i = from; i < regex.length() && (isDigit(regex.charAt(i)) || regex.charAt(i) == ','); i++) {
            number = regex.charAt(i) == ',' ? 0 : Math.min(number * 10 + regex.charAt(i) - '0', MAX_UNFOLDED);
            largest = Math.max(largest, number);
        }
        return largest;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** {@code ReplaceAllString}: every match replaced, but for an empty match right behind the one before. */
    public static String replaceAll(String regex, String replacement, String text, LongConsumer spend) {
        Matcher matcher = compile(regex, spend).matcher(text);
        var out = new BoundedText();
        int copied = 0;
        int from = 0;
        int lastEnd = -1;
        while (from <= text.length()) {
            spend.accept(1 + searchSteps(regex, text.length() - from));
            if (!matcher.find(from)) {
                break;
            }
            out.append(text, copied, matcher.start());
            copied = matcher.end();
            if (matcher.end() > lastEnd) {
                expand(out, replacement, matcher);
            }
            lastEnd = matcher.end();
            from = matcher.end() > matcher.start() ? matcher.end() : matcher.end() + 1;
        }
        return out.append(text, copied, text.length()).toString();
    }

    private static void expand(BoundedText out, String replacement, Matcher matcher) {
        int pos = 0;
        while (pos < replacement.length()) {
            int dollar = replacement.indexOf('$', pos);
            if (dollar < 0 || dollar == replacement.length() - 1) {
                break;
            }
            out.append(replacement, pos, dollar);
            if (replacement.charAt(dollar + 1) == '$') {
                out.append('$');
                pos = dollar + 2;
                continue;
            }
            boolean brace = replacement.charAt(dollar + 1) == '{';
            int start = dollar + (brace ? 2 : 1);
            int end = start;
            while (end < replacement.length() && isWord(replacement.charAt(end))) {
                end++;
            }
            if (end == start || brace && (end == replacement.length() || replacement.charAt(end) != '}')) {
                out.append('$');
                pos = dollar + 1;
                continue;
            }
            out.append(group(matcher, replacement.substring(start, end)));
            pos = brace ? end + 1 : end;
        }
        out.append(replacement, pos, replacement.length());
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /** A group by number or name; the empty string when there is none, or it took no part. */
    private static String group(Matcher matcher, String name) {
        if (name.chars().allMatch(c -> isDigit((char) c))) {
            int number = name.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(name);
            String found = number <= matcher.groupCount() ? matcher.group(number) : null;
            return found == null ? "" : found;
        }
        try {
            String found = matcher.group(name);
            return found == null ? "" : found;
        } catch (IllegalArgumentException _) { // no group of that name
            return "";
        }
    }
}
