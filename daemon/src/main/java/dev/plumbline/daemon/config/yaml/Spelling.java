package dev.plumbline.daemon.config.yaml;

import org.jspecify.annotations.Nullable;

/** Finds the word that somebody probably meant. */
public final class Spelling {
    private Spelling() {}

    /** The candidate with the fewest edits to {@code word}, if those are at most a third of its length; else null. */
    public static @Nullable String nearest(String word, Iterable<String> candidates) {
        String best = null;
        int fewest = Math.max(1, word.length() / 3) + 1;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - word.length()) < fewest) {
                int edits = edits(word, candidate);
                if (edits < fewest) {
                    fewest = edits;
                    best = candidate;
                }
            }
        }
        return best;
    }

    /** Levenshtein's distance, row by row: O(a·b) time, O(b) memory. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
