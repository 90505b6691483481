package dev.plumbline.documents;

import java.util.Comparator;

/** The order of ids and keywords: by code point, which is also the order of their bytes in UTF-8; {@code String}'s own differs. */
public final class CodePointOrder {
    /** Ascending. */
    public static final Comparator<String> ASCENDING = CodePointOrder::compare;

    private CodePointOrder() {}

    private static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // A surrogate stands for a code point behind all that need only one char.
                boolean sx = Character.isSurrogate(x);
                return sx == Character.isSurrogate(y) ? Character.compare(x, y) : sx ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
