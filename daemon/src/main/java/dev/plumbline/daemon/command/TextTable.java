package dev.plumbline.daemon.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of texts in columns that stand below each other, for people. Not thread-safe. */
public final class TextTable {
    private static final String GAP = "  ";
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row; the first one is the heading. Rows may differ in length. */
    public TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Prints all rows, without blanks at their ends. */
    public void print(PrintWriter out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** A text as a field of CSV (RFC 4180): in quotes where it must be. */
    public static String csv(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
