package dev.plumbline.testkit.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java source file, as it is and as code alone.
 *
 * @param file relative to the root, with forward slashes
 * @param text everything
 * @param code the text with comments, strings and character literals overwritten by spaces: same length, same lines
 */
public record SourceFile(String file, String text, String code) {

    public static SourceFile of(String file, String text) {
        return new SourceFile(file, text, new CodeOnly(text).code());
    }

    static SourceFile read(Path root, Path path) throws IOException {
        return of(root.relativize(path).toString().replace('\\', '/'), Files.readString(path));
    }

    /** The simple name of the file's class. */
    public String className() {
        return file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length());
    }

    public int lines() {
        return (int) text.lines().count();
    }

    /** The line of an offset, from 1. */
    int lineOf(int offset) {
        return 1 + (int) text.chars().limit(offset).filter(c -> c == '\n').count();
    }

    /** Every place of {@code word} in the code, as line numbers. */
    List<Integer> linesWith(String word) {
        var found = new ArrayList<Integer>();
        for (int at = code.indexOf(word); at >= 0; at = code.indexOf(word, at + 1)) {
            found.add(lineOf(at));
        }
        return found;
    }

    /** The methods and constructors with a body, in the order of their bodies' beginnings. */
    public List<MethodSize> methods() {
        return new MethodScanner(this).methods();
    }
}
