package dev.plumbline.testkit.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules, each a function from sources to findings. Immutable; thread-safe. */
public final class Tidy {
    static final int FILE_TALK = 400;
    static final int FILE_STOP = 600;
    static final int METHOD_STOP = 70;
    static final int PARAMETERS_STOP = 6;

    private static final List<String> MACHINE_TIME = List.of("Instant.now(", "LocalDate.now(", "LocalDateTime.now(",
            "ZonedDateTime.now(", "OffsetDateTime.now(", "Clock.system", "System.currentTimeMillis", "System::currentTimeMillis",
            "System.nanoTime", "System::nanoTime", "Thread.sleep", "TimeUnit.SECONDS.sleep", "new Random()", "new SecureRandom(",
            "Math.random", "ThreadLocalRandom");
    /** Where the machine's clock and randomness enter: the time package and what wires a program or a benchmark. */
    private static final Pattern WIRING = Pattern.compile(
            "engine/src/main/java/dev/plumbline/time/.*|daemon/src/main/java/dev/plumbline/daemon/[A-Z]\\w*\\.java"
                    + "|fleet/src/main/java/dev/plumbline/fleet/FleetCommand\\.java|benchmarks/.*");
    private static final Pattern LIBRARY = Pattern.compile("(engine|analyzers)/src/main/.*|daemon/src/main/java/dev/plumbline/daemon/\\w+/.*");
    private static final Pattern VAGUE = Pattern.compile("\\w+(Util|Utils|Helper|Impl|Base|Info|Data)");
    /** The field's own words that only look vague. */
    private static final Set<String> FIELD_WORDS = Set.of("NoData");
    // Spelled apart, so that this file does not contain what it looks for.
    private static final List<String> UNFINISHED = List.of("TO" + "DO", "FIX" + "ME");
    private static final List<String> PLACES = List.of("/wo" + "rk/", "../sha" + "red", ".libr" + "ary/");
    private static final Set<String> TEXTS = Set.of("java", "md", "xml", "yml", "yaml", "json", "txt", "sh", "test", "service");

    private final Path root;
    private final List<SourceFile> sources;

    private Tidy(Path root, List<SourceFile> sources) {
        this.root = root;
        this.sources = sources;
    }

    /** Reads all Java sources under {@code MODULE/src} of the root; modules that are not there have none. */
    public static Tidy read(Path root, List<String> modules) throws IOException {
        var sources = new ArrayList<SourceFile>();
        for (String module : modules) {
            Path folder = root.resolve(module).resolve("src");
            if (Files.isDirectory(folder)) {
                for (Path path : files(folder)) {
                    if (path.toString().endsWith(".java")) {
                        sources.add(SourceFile.read(root, path));
                    }
                }
            }
        }
        return new Tidy(root, sources);
    }

    /** The same rules over given sources. */
    static Tidy of(List<SourceFile> sources) {
        return new Tidy(Path.of("."), List.copyOf(sources));
    }

    public int size() {
        return sources.size();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /**
     * Files longer than 400 lines that the ratchet does not allow, files longer than 600, and entries of the ratchet that
     * allow more than is needed.
     *
     * @param ratchet file to the most lines it may have
     */
    public List<Finding> longFiles(Map<String, Integer> ratchet) {
        var findings = new ArrayList<Finding>();
        var unused = new TreeSet<>(ratchet.keySet());
        for (SourceFile source : sources) {
            int lines = source.lines();
            int allowed = ratchet.getOrDefault(source.file(), FILE_TALK);
            if (lines > Math.min(allowed, FILE_STOP)) {
                findings.add(new Finding(source.file(), 1, lines + " lines; at most " + Math.min(allowed, FILE_STOP)));
            } else if (lines > FILE_TALK && lines == allowed) {
                unused.remove(source.file());
            }
        }
        unused.forEach(file -> findings.add(new Finding(file, 1, "the ratchet allows more lines than it has: lower or remove its entry")));
        return findings;
    }

    /** Methods of more than 70 lines or 6 parameters; {@code allowed} are method names as {@code FILE#METHOD}. */
    public List<Finding> bigMethods(Set<String> allowed) {
        var findings = new ArrayList<Finding>();
        for (SourceFile source : sources) {
            for (MethodSize method : source.methods()) {
                boolean big = method.lines() > METHOD_STOP || method.parameters() > PARAMETERS_STOP;
                if (big && !allowed.contains(source.file() + "#" + method.name())) {
                    findings.add(new Finding(source.file(), method.line(), method.name() + " has " + method.lines() + " lines and "
                            + method.parameters() + " parameters; at most " + METHOD_STOP + " and " + PARAMETERS_STOP));
                }
            }
        }
        return findings;
    }

    /** Calls of the machine's clock and randomness outside their package and the wiring; main sources only. */
    public List<Finding> machineTime() {
        return words(MACHINE_TIME, s -> s.file().contains("/src/main/") && !WIRING.matcher(s.file()).matches(),
                "belongs to dev.plumbline.time and the wiring: take it through the constructor");
    }

    /** Prints of libraries, which have no terminal. */
    public List<Finding> prints() {
        return words(List.of("System.out", "System.err", ".printStackTrace("), s -> LIBRARY.matcher(s.file()).matches(),
                "in a library: return it, throw it or log it");
    }

    /** Tests that do not run, and randomness that cannot be repeated. */
    public List<Finding> unreliableTests() {
        return words(List.of("@Disabled", "new Random()", "Math.random"), s -> s.file().contains("/src/test/"),
                "in a test: it runs always, and the same way each time");
    }

    /** Marks of unfinished work, also in comments. */
    public List<Finding> unfinished() {
        var findings = new ArrayList<Finding>();
        for (SourceFile source : sources) {
            for (String word : UNFINISHED) {
                int at = source.text().indexOf(word);
                if (at >= 0) {
                    findings.add(new Finding(source.file(), source.lineOf(at), word + ": finish it, or open an issue"));
                }
            }
        }
        return findings;
    }

    private List<Finding> words(List<String> words, Predicate<SourceFile> where, String why) {
        var findings = new ArrayList<Finding>();
        for (SourceFile source : sources) {
            if (where.test(source)) {
                for (String word : words) {
                    source.linesWith(word).forEach(line -> findings.add(new Finding(source.file(), line, word + " " + why)));
                }
            }
        }
        return findings;
    }

    /** Classes whose names say nothing. */
    public List<Finding> vagueNames() {
        return sources.stream()
                .filter(s -> VAGUE.matcher(s.className()).matches() && !FIELD_WORDS.contains(s.className()))
                .map(s -> new Finding(s.file(), 1, "a name that says nothing; name what it is in the field's words"))
                .toList();
    }

    /** Packages of main sources without a null-marked package-info.java that says what they are for. */
    public List<Finding> packagesWithoutPurpose() {
        var packages = new TreeSet<String>();
        var marked = new TreeSet<String>();
        for (SourceFile source : sources) {
            String folder = source.file().substring(0, source.file().lastIndexOf('/'));
            if (source.file().contains("/src/main/")) {
                packages.add(folder);
                if (source.className().equals("package-info") && source.code().contains("@NullMarked")
                        && source.text().startsWith("/**")) {
                    marked.add(folder);
                }
            }
        }
        packages.removeAll(marked);
        return packages.stream().map(p -> new Finding(p, 1, "needs a package-info.java with its purpose and @NullMarked")).toList();
    }

    /** Texts anywhere in the repository that name places of a machine they were written on. */
    public List<Finding> foreignPlaces() throws IOException {
        var findings = new ArrayList<Finding>();
        for (Path path : repositoryTexts()) {
            String text = Files.readString(path);
            for (String place : PLACES) {
                if (text.contains(place)) {
                    findings.add(new Finding(root.relativize(path).toString(), 1, "names " + place + ", which nobody else has"));
                }
            }
        }
        return findings;
    }

    private List<Path> repositoryTexts() throws IOException {
        var texts = new ArrayList<Path>();
        try (Stream<Path> top = Files.list(root)) {
            for (Path entry : top.sorted().toList()) {
                String name = entry.getFileName().toString();
                if (!name.startsWith(".") && !name.equals("data") && !name.equals("target")) {
                    texts.addAll(files(entry));
                }
            }
        }
        texts.removeIf(p -> root.relativize(p).toString().matches(".*\\btarget/.*") || !TEXTS.contains(extension(p)));
        return texts;
    }

    private static String extension(Path path) {
        String name = path.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
