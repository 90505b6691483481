package dev.plumbline.testkit.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One file of cases. A test says which sections it knows and how a case of each is checked:
 *
 * <pre>{@code
 * VectorFile.open("relabel").ifPresent(file -> {
 *     file.section("cases", c -> assertThat(run(c)).isEqualTo(c.get("after")));
 *     file.finish();
 * });
 * }</pre>
 *
 * A section is an array (each element a case) or an object (each field a case), addressed by a dotted path such as
 * {@code mutes.cases}. A case fails when its check throws anything. Not thread-safe.
 */
public final class VectorFile {
    /** System property: the folder of vectors, absolute or relative to {@link #ROOT_PROPERTY}; absent or empty: none. */
    public static final String FOLDER_PROPERTY = "plumbline.vectors";

    /** System property: the repository's root; absent: the working directory. */
    public static final String ROOT_PROPERTY = "plumbline.root";

    /** Fields of a file that describe it and hold no cases. */
    private static final Set<String> DESCRIPTIVE = Set.of("group", "source", "note", "notes", "license", "licence");

    private static final int MAX_FAILURES_SHOWN = 50;

    private final String name;
    private final JsonNode root;
    private final Set<String> known = new HashSet<>(DESCRIPTIVE);
    private final List<String> failures = new ArrayList<>();
    private int passed;

    /** Checks one case; whatever it throws is the case's failure. */
    @FunctionalInterface
    public interface Check {
        void run(JsonNode testCase) throws Exception;
    }

    VectorFile(String name, JsonNode root) {
        this.name = name;
        this.root = root;
    }

    /**
     * Opens {@code name.json} in the folder of vectors; empty, with a line that says so, when no folder is given.
     *
     * @throws UncheckedIOException when a folder is given and the file cannot be read
     */
    public static Optional<VectorFile> open(String name) {
        String folder = System.getProperty(FOLDER_PROPERTY, "");
        if (folder.isEmpty()) {
            print("vectors: none given");
            return Optional.empty();
        }
        Path file = Path.of(System.getProperty(ROOT_PROPERTY, "")).resolve(folder).resolve(name + ".json");
        try {
            return Optional.of(new VectorFile(name, JsonMapper.builder().build().readTree(Files.readAllBytes(file))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read vectors " + file.toAbsolutePath(), e);
        }
    }

    /** The whole file. */
    public JsonNode root() {
        return root;
    }

    /** Declares a field of the file that holds context and no cases. */
    public void context(String path) {
        known.add(path);
    }

    /** Runs the check on every case of a section; a section that the file does not have is a failure. */
    public void section(String path, Check check) {
        known.add(path);
        JsonNode section = at(path);
        if (section.isMissingNode()) {
            failures.add(path + ": no such section");
        } else if (section.isArray()) {
            int i = 0;
            for (JsonNode c : section) {
                run(path + "[" + i++ + "]", c, check);
            }
        } else {
            for (Map.Entry<String, JsonNode> field : section.properties()) {
                run(path + "." + field.getKey(), field.getValue(), check);
            }
        }
    }

    private JsonNode at(String path) {
        JsonNode node = root;
        for (String step : path.split("\\.")) {
            node = node.path(step);
        }
        return node;
    }

    private void run(String place, JsonNode testCase, Check check) {
        try {
            check.run(testCase);
            passed++;
        } catch (Exception | AssertionError | StackOverflowError e) {
            String id = testCase.path("id").asText(testCase.path("name").asText(""));
            failures.add(place + " " + id + ": " + String.valueOf(e.getMessage()).strip());
        }
    }

    /** Prints the failures and, last, {@code vectors FILE: N passed, M failed}; throws AssertionError when M is not 0. */
    public void finish() {
        unknownSections(root, "");
        failures.stream().limit(MAX_FAILURES_SHOWN).forEach(f -> print("FAIL " + name + " " + f));
        print("vectors " + name + ": " + passed + " passed, " + failures.size() + " failed");
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " vectors of " + name + " failed; the first: " + failures.getFirst());
        }
    }

    private void unknownSections(JsonNode node, String prefix) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String path = prefix + field.getKey();
            if (known.contains(path)) {
                continue;
            }
            if (known.stream().anyMatch(k -> k.startsWith(path + "."))) {
                unknownSections(field.getValue(), path + ".");
            } else {
                failures.add(path + ": a section that no test checks");
            }
        }
    }

    @SuppressWarnings("SystemOut") // The line is read from the build's output.
    private static void print(String line) {
        System.out.println(line);
    }
}
