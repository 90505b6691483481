package dev.plumbline.template.text;

import java.util.Locale;

/** Case of words. */
public final class Words {
    private Words() {}

    /** {@code strings.Title}: the first letter of each word in upper case, other letters as they are. */
    public static String title(String text) {
        return title(text, false);
    }

    /** {@code cases.Title} for English: other letters in lower case, an apostrophe inside a word part of it. */
    public static String titleOnly(String text) {
        return title(text.toLowerCase(Locale.ROOT), true);
    }

    private static String title(String text, boolean apostrophes) {
        var out = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean letter = Character.isLetter(c);
            out.appendCodePoint(letter && !inWord ? Character.toTitleCase(c) : c);
            inWord = apostrophes ? letter || c == '_' || inWord && c == '\'' : letter || Character.isDigit(c) || c == '_';
        }
        return out.toString();
    }
}
