package dev.plumbline.template;

/**
 * What one execution may use. A text that a function makes, and each text written on the way, has its own bound of 1 MiB.
 *
 * @param outputChars characters of the result, and of the results of all templates run inside it taken together
 * @param steps nodes, expressions and rounds of loops; large texts, lists and regular expressions count by their size.
 *     A million take well below a second
 * @param depth levels of templates, blocks and parentheses inside one another
 */
public record Limits(int outputChars, long steps, int depth) {
    public static final Limits DEFAULT = new Limits(1 << 20, 1_000_000, 500);
}
