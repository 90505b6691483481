package dev.plumbline.documents;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the words of a text are, the same in every adapter: a word is a run of letters, marks and digits, and an ideograph
 * is a word of its own; all else only separates. So {@code java.net.ConnectException: eu-1} has the words {@code java, net,
 * connectexception, eu, 1}. Case does not count (simple folding: to upper and then lower case, each code point by itself); composed and
 * decomposed accents do differ. A run is cut after {@value #MAX_LENGTH} code points, in texts and in questions alike.
 */
public final class Words {
    /** Code points in a word, at most. */
    public static final int MAX_LENGTH = 255;

    private Words() {}

    /** The different words of a text, in order of their first place. */
    public static Set<String> of(String text) {
        Set<String> words = new LinkedHashSet<>();
        var word = new StringBuilder();
        int length = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean alone = Character.isIdeographic(c);
            if (alone || length == MAX_LENGTH || !ofWord(c)) {
                end(word, words);
                length = 0;
            }
            if (alone) {
                words.add(Character.toString(c));
            } else if (ofWord(c)) {
                word.appendCodePoint(fold(c));
                length++;
            }
        }
        end(word, words);
        return words;
    }

    private static void end(StringBuilder word, Set<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean ofWord(int c) {
        return Character.isLetterOrDigit(c) || switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static int fold(int c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
