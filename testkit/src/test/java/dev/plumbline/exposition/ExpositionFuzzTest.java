package dev.plumbline.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Seeded: any bytes either parse or fail with a place, and prediction never changes what a body means. */
class ExpositionFuzzTest {
    private static final String SAMPLE = """
            # HELP a_total Things \\n done
            # TYPE a_total counter
            a_total{x="1",y="\\"q\\""} 12.5
            a_total{x="2"} 1e+09 1700000000
            {"utf.8",z="é"} NaN
            b 0
            b_bucket{le="1"} 3
            """;

    @Test
    void damagedBodiesFailWithAPlaceOrParse() {
        var random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = SAMPLE.getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(4); n >= 0; n--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(body.length + 1);
            var format = random.nextBoolean() ? ExpositionFormat.TEXT : ExpositionFormat.OPENMETRICS;
            try {
                new PredictedLines(i).parse(body, length, format, new RecordingSink());
            } catch (ExpositionException e) {
                assertThat(e.line()).isBetween(1, 9);
                assertThat(e).hasMessageContaining("line " + e.line());
            }
        }
    }

    @Test
    void predictionAgreesWithAFreshParser() {
        predictionAgrees(3_000, random -> body(random, 12));
    }

    /** Lines that share most with their neighbours, more than are kept between whole ones; most rounds change few of them. */
    @Test
    void predictionAgreesWithAFreshParserForFamiliesOfManyLines() {
        predictionAgrees(1_000, random -> body(random, 32 + random.nextInt(200)));
    }

    private static void predictionAgrees(int rounds, Function<Random, String> bodies) {
        var random = new Random(7);
        var predicted = new PredictedLines(7);
        var remembered = new RecordingSink();
        for (int round = 0; round < rounds; round++) {
            byte[] body = bodies.apply(random).getBytes(StandardCharsets.UTF_8);
            var fresh = new RecordingSink();
            new PredictedLines(1).parse(body, body.length, ExpositionFormat.TEXT, fresh);
            remembered.entries.clear();
            predicted.parse(body, body.length, ExpositionFormat.TEXT, remembered);
            assertThat(remembered.entries).as("round %d of seed 7", round).isEqualTo(fresh.entries);
            if (random.nextInt(5) > 0) {
                predicted.keep();
            } else {
                predicted.discard();
            }
        }
    }

    private static String body(Random random, int most) {
        List<String> lines = new ArrayList<>();
        int left = random.nextBoolean() ? 6 : 200;
        for (int i = 0; i < most; i++) {
            if (random.nextInt(left) > 0) {
                lines.add(most > 12 && random.nextInt(40) > 0 ? bucket(random, i) : line(random, i));
            }
        }
        if (random.nextInt(4) == 0) {
            java.util.Collections.shuffle(lines, random);
        }
        return String.join("\n", lines) + (random.nextBoolean() ? "\n" : "");
    }

    private static String bucket(Random random, int i) {
        return "seconds_bucket{service=\"s" + i / 20 + "\",le=\"" + i % 20 + (i % 20 == 11 ? "1" : "") + "\",path=\"/a/" + i / 20 + "\"} " + random.nextInt(9_000) / 8.0;
    }

    private static String line(Random random, int i) {
        return switch (random.nextInt(10)) {
            case 0 -> "# comment " + random.nextInt(3);
            case 1 -> "m" + i + " {a=\"b\"} " + random.nextInt(9);
            case 2 -> "m" + i + "{a=\"b\"} " + random.nextInt(9) + " " + random.nextInt(5000);
            case 3 -> "";
            case 4 -> "m" + i + "\t" + random.nextDouble();
            case 5 -> "m" + i + " NaN";
            default -> "m" + i + " " + random.nextInt(1000) / 8.0;
        };
    }

    @Test
    void plainDecimalsEqualParseDouble() {
        var random = new Random(3);
        var scanner = new DecimalScanner();
        for (int i = 0; i < 200_000; i++) {
            String text = number(random);
            byte[] bytes = (text + " tail of the line").getBytes(StandardCharsets.US_ASCII);
            double value = scanner.scan(bytes, 0, bytes.length);
            if (!Double.isNaN(value)) {
                assertThat(value).as(text).isEqualTo(Double.parseDouble(text));
                assertThat(scanner.stop()).isEqualTo(text.length());
            }
        }
    }

    private static String number(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Double.toString(random.nextGaussian() * 1e3);
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> random.nextInt(1_000_000) + "." + random.nextInt(1000);
            case 3 -> random.nextInt() + "e" + (random.nextBoolean() ? "+" : "-") + random.nextInt(30);
            default -> "-0." + random.nextInt(100_000);
        };
    }
}
