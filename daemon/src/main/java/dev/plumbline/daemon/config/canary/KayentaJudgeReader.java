package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.kayenta.Mode;
import dev.plumbline.analysis.kayenta.ScoreThresholds;
import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.daemon.config.kayenta.CanaryDefinition;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a policy's {@code judge} where its method is kayenta, with the canary configuration that it names. Used once. */
final class KayentaJudgeReader {
    /** Keys of this method alone. */
    static final Set<String> KEYS = Set.of("config", "mode", "pass", "marginal", "analysis_interval", "selectors");
    /** The longest configuration, in characters: it is kept with every analysis. */
    static final int MAX_LENGTH = 1 << 18;
    private static final List<String> FOREIGN = List.of("alpha", "split", "min_requests", "min_points", "min_window");
    private static final double PASS = 95;
    private static final double MARGINAL = 75;

    private final Fields judge;
    private final Notes notes;

    KayentaJudgeReader(Fields judge, Notes notes) {
        this.judge = judge;
        this.notes = notes;
    }

    /** Whether a policy's judge has this method. */
    static boolean isWanted(Fields policy) {
        return policy.node("judge").filter(n -> n instanceof YamlNode.Mapping m && m.entries().stream()
                .anyMatch(e -> e.key().equals("method") && e.value() instanceof YamlNode.Scalar s && s.text().equals("kayenta"))).isPresent();
    }

    Optional<JudgeMethod.Kayenta> read() {
        int before = notes.problems().size();
        for (String key : FOREIGN) {
            if (judge.has(key)) {
                judge.problem(key, key + " has no meaning for method kayenta, which compares whatever values the window has; take it out");
            }
        }
        String selectors = word("selectors", List.of("missing", "added"));
        Optional<KayentaConfiguration> found = judge.required("config").flatMap(this::configuration);
        Optional<CanaryDefinition> definition = found.flatMap(f -> definition(f, notes));
        if (found.isEmpty() || definition.isEmpty()) {
            return Optional.empty();
        }
        Mode mode = judge.has("mode") ? mode() : definition.get().judge().mode();
        Optional<ScoreThresholds> thresholds = thresholds(found.get());
        long every = every(mode);
        return notes.problems().size() > before || thresholds.isEmpty() ? Optional.empty()
                : Optional.of(new JudgeMethod.Kayenta(found.get(), definition.get(), thresholds.get(), mode, every, selectors.equals("added")));
    }

    private Mode mode() {
        return word("mode", List.of("strict", "compatible")).equals("compatible") ? Mode.COMPATIBLE : Mode.STRICT;
    }

    /** The first one where nothing is given. */
    private String word(String key, List<String> known) {
        String word = judge.text(key).orElse(known.getFirst());
        if (!known.contains(word)) {
            judge.problem(key, key + " is \"" + word + "\", must be " + String.join(" or ", known));
            return known.getFirst();
        }
        return word;
    }

    private long every(Mode mode) {
        long every = judge.durationMillis("analysis_interval", 0);
        if (judge.has("analysis_interval") && mode == Mode.STRICT) {
            judge.problem("analysis_interval", "analysis_interval belongs to mode compatible: looking again and again at a growing window multiplies false alarms, "
                    + "which this judge has no means against; take it out, or use method sequential to stop early");
        } else if (judge.has("analysis_interval") && every < 1_000) {
            judge.problem("analysis_interval", "analysis_interval must be at least 1s");
        }
        return every;
    }

    private Optional<KayentaConfiguration> configuration(String given) {
        if (given.startsWith("{")) {
            return parsed(new CanaryFiles.Source("", given));
        }
        try {
            return parsed(notes.source().beside().read(given));
        } catch (PlumblineException e) {
            judge.problem("config", "config " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<KayentaConfiguration> parsed(CanaryFiles.Source source) {
        var unread = new KayentaConfiguration(source, "", judge.place("config"));
        if (source.text().length() > MAX_LENGTH) {
            unread.problem(notes, "the canary configuration has " + source.text().length() + " characters, at most " + MAX_LENGTH + " are read");
            return Optional.empty();
        }
        try {
            return Optional.of(new KayentaConfiguration(source, JsonText.write(JsonText.read(source.text())), judge.place("config")));
        } catch (JsonText.Malformed e) {
            unread.problem(notes, "the canary configuration is " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<CanaryDefinition> definition(KayentaConfiguration found, Notes notes) {
        try {
            CanaryDefinition definition = CanaryDefinition.read(JsonPart.read(KayentaConfiguration.ROOT, found.json()).value());
            definition.warnings().forEach(w -> found.warning(notes, w));
            return Optional.of(definition);
        } catch (PlumblineException e) {
            found.problem(notes, e.getMessage());
            return Optional.empty();
        }
    }

    /** The policy's, else the configuration's, else Kayenta's usual ones. */
    private Optional<ScoreThresholds> thresholds(KayentaConfiguration found) {
        try {
            JsonPart given = JsonPart.read(KayentaConfiguration.ROOT, found.json()).at("classifier").at("scoreThresholds");
            double pass = score("pass", given.at("pass").number().orElse(PASS));
            double marginal = score("marginal", given.at("marginal").number().orElse(Math.min(MARGINAL, pass)));
            return Optional.of(new ScoreThresholds(pass, marginal));
        } catch (IllegalArgumentException e) {
            judge.problem(judge.has("pass") || !judge.has("marginal") ? "pass" : "marginal", e.getMessage() + ", by the policy or by classifier.scoreThresholds");
        } catch (PlumblineException e) {
            found.problem(notes, e.getMessage());
        }
        return Optional.empty();
    }

    private double score(String key, double otherwise) {
        Optional<String> text = judge.text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            double score = Double.parseDouble(text.get());
            if (score >= 0 && score <= 100) {
                return score;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the problem, which says the same for both.
        }
        judge.problem(key, key + " is \"" + text.get() + "\", must be a score from 0 to 100");
        return otherwise;
    }
}
