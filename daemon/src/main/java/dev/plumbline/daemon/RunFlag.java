package dev.plumbline.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * One option of {@code run}.
 *
 * @param names with their dashes
 * @param label what its value is called in the help; empty for a switch, which has none
 * @param parser from the text of a command line; throws where picocli has something to explain
 */
record RunFlag<T>(List<String> names, String label, Field<T> field, Function<String, T> parser, String description) {
    /** Where the value is kept. */
    record Field<T>(Class<?> type, BiConsumer<RunOptions, T> set, Function<RunOptions, @Nullable T> get) {}

    /** @param usage the names, and at the end what the value is called */
    static RunFlag<String> text(String usage, BiConsumer<RunOptions, String> set, Function<RunOptions, @Nullable String> get, String description) {
        return of(usage, new Field<>(String.class, set, get), text -> text, description);
    }

    static RunFlag<Path> path(String usage, BiConsumer<RunOptions, Path> set, Function<RunOptions, @Nullable Path> get, String description) {
        return of(usage, new Field<>(Path.class, set, get), Path::of, description);
    }

    static RunFlag<Integer> number(String usage, BiConsumer<RunOptions, Integer> set, Function<RunOptions, @Nullable Integer> get, String description) {
        return of(usage, new Field<>(Integer.class, set, get), Integer::valueOf, description);
    }

    static RunFlag<Long> count(String usage, BiConsumer<RunOptions, Long> set, Function<RunOptions, @Nullable Long> get, String description) {
        return of(usage, new Field<>(Long.class, set, get), Long::valueOf, description);
    }

    /** Several values, between commas. */
    static RunFlag<String[]> list(String usage, BiConsumer<RunOptions, String[]> set, Function<RunOptions, String @Nullable []> get, String description) {
        return of(usage, new Field<>(String[].class, set, get), text -> text.split(",", -1), description);
    }

    /** On when it is there. */
    static RunFlag<Boolean> ofSwitch(String name, BiConsumer<RunOptions, Boolean> set, Function<RunOptions, @Nullable Boolean> get, String description) {
        return new RunFlag<>(List.of(name), "", new Field<>(boolean.class, set, get), RunFlag::yesOrNo, description);
    }

    private static <T> RunFlag<T> of(String usage, Field<T> field, Function<String, T> parser, String description) {
        List<String> words = List.of(usage.split(" "));
        return new RunFlag<>(words.subList(0, words.size() - 1), words.getLast(), field, parser, description);
    }

    private static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    boolean isSwitch() {
        return label.isEmpty();
    }

    /** Takes a value; false when it is none. */
    boolean read(RunOptions options, String text) {
        try {
            field.set.accept(options, parser.apply(text));
            return true;
        } catch (IllegalArgumentException e) { // what is no number or no path, too
            return false;
        }
    }

    /** Prometheus's name where there are two, without dashes. */
    String shownName() {
        return names.getLast().substring(2);
    }

    String shown(RunOptions options) {
        return switch (field.get.apply(options)) {
            case null -> "";
            case String[] several -> String.join(",", several);
            case T value -> value.toString();
        };
    }

    /** The option as picocli knows it. */
    OptionSpec describe(RunOptions options, boolean required) {
        var binding = new Binding<>(field, options);
        var option = OptionSpec.builder(names.toArray(String[]::new)).type(field.type).description(description).required(required)
                .getter(binding).setter(binding).initialValue(field.get.apply(options));
        if (!isSwitch()) {
            option.paramLabel(label);
        }
        if (field.type == String[].class) {
            option.splitRegex(",");
        } else if (description.contains("${DEFAULT-VALUE}")) {
            option.defaultValue(shown(options));
        }
        return option.build();
    }

    /** The option's field as picocli reaches it. */
    private record Binding<T>(Field<T> field, RunOptions options) implements IGetter, ISetter {
        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // picocli asks for what type() said
        public <V> @Nullable V get() {
            return (V) field.get.apply(options);
        }

        @Override
        @SuppressWarnings("unchecked") // picocli gives what type() said
        public <V> @Nullable V set(V value) {
            field.set.accept(options, (T) value);
            return null;
        }
    }
}
