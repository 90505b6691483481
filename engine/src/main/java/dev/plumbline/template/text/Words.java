package dev.plumbline.template.text;

/** Case of words. */
public final class Words {
    private static final String JOINERS = "'.:\u2019\u00b7";

    private Words() {}

    /** {@code strings.Title}: the first letter of each word in upper case, other letters as they are. */
    public static String title(String text) {
        return title(text, false);
    }

    /** {@code cases.Title} for English: other letters in lower case; an apostrophe, point or colon between letters parts no words. */
    public static String titleOnly(String text) {
        return title(lower(text), true);
    }

    /** {@code strings.ToUpper}: character by character, so that the text keeps its length. */
    public static String upper(String text) {
        return text.codePoints().map(Character::toUpperCase).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** {@code strings.ToLower}, character by character. */
    public static String lower(String text) {
        return text.codePoints().map(Character::toLowerCase).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String title(String text, boolean joins) {
        var out = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean letter = Character.isLetter(c);
            out.appendCodePoint(letter && !inWord ? Character.toTitleCase(c) : c);
            boolean part = letter || c == '_';
            inWord = joins ? part || inWord && JOINERS.indexOf(c) >= 0 : part || Character.isDigit(c);
        }
        return out.toString();
    }
}
