package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelAndHistogramCallsTest {
    private final QueryFixture fixture = new QueryFixture()
            .load("a", "src=source-value-10 dst=old", 60_000, "1")
            .load("b", "i=1 x=k", 60_000, "1")
            .load("b", "i=2 x=k", 60_000, "2")
            .load("h_bucket", "le=1", 60_000, "1")
            .load("h_bucket", "le=2", 60_000, "3")
            .load("h_bucket", "le=+Inf", 60_000, "4")
            .load("broken_bucket", "le=1", 60_000, "1")
            .load("broken_bucket", "le=many", 60_000, "3")
            .load("broken_bucket", "le=+Inf", 60_000, "4")
            .load("falling_bucket", "le=1", 60_000, "5")
            .load("falling_bucket", "le=2", 60_000, "3")
            .load("falling_bucket", "le=+Inf", 60_000, "8");

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "label_replace(a, 'dst', '$1', 'src', 'source-value-(.*)') | {__name__=\"a\", dst=\"10\", src=\"source-value-10\"} 1.0",
        "label_replace(a, 'dst', 'n-${1}x', 'src', '.*-(.*)') | {__name__=\"a\", dst=\"n-10x\", src=\"source-value-10\"} 1.0",
        "label_replace(a, 'dst', '$1x', 'src', '.*-(.*)') | {__name__=\"a\", src=\"source-value-10\"} 1.0",
        "label_replace(a, 'dst', '$$1', 'src', '.*') | {__name__=\"a\", dst=\"$1\", src=\"source-value-10\"} 1.0",
        "label_replace(a, 'dst', '$n', 'src', '(?P<n>.).*') | {__name__=\"a\", dst=\"s\", src=\"source-value-10\"} 1.0",
        "label_replace(a, 'dst', 'x', 'src', 'value') | {__name__=\"a\", dst=\"old\", src=\"source-value-10\"} 1.0",
        "label_replace(a, 'dst', '', 'src', '.*') | {__name__=\"a\", src=\"source-value-10\"} 1.0",
        "label_replace(a, 'dst', 'got', 'none', '') | {__name__=\"a\", dst=\"got\", src=\"source-value-10\"} 1.0",
        "label_replace(a, '__name__', 'c', '', '') | {__name__=\"c\", dst=\"old\", src=\"source-value-10\"} 1.0",
        "label_join(a, 'j', '-', 'src', 'none', 'dst') | {__name__=\"a\", dst=\"old\", j=\"source-value-10--old\", src=\"source-value-10\"} 1.0",
        "label_join(a, 'dst', ',') | {__name__=\"a\", src=\"source-value-10\"} 1.0",
        "absent(missing{job='x', env=~'p.*'}) | {job=\"x\"} 1.0",
        "absent(missing{job='x', job='y'}) | {} 1.0",
        "absent(sum(missing{job='x'})) | {} 1.0",
        "vector(scalar(b)) | {} NaN",
        "vector(scalar(a)) | {} 1.0",
        "clamp(b, 1.5, 1.7) | {i=\"1\", x=\"k\"} 1.5, {i=\"2\", x=\"k\"} 1.7",
        "clamp(b, 2, 1) | ''",
        "clamp_min(a, NaN) | {dst=\"old\", src=\"source-value-10\"} NaN",
        "round(a * 2.5) | {dst=\"old\", src=\"source-value-10\"} 3.0",
        "round(a * -2.5) | {dst=\"old\", src=\"source-value-10\"} -2.0",
        "round(a * 7, 5) | {dst=\"old\", src=\"source-value-10\"} 5.0",
        "histogram_quantile(0.5, h_bucket) | {} 1.5",
        "histogram_quantile(NaN, h_bucket) | {} NaN",
        "histogram_quantile(0.5, h_bucket{le!='+Inf'}) | {} NaN",
        "histogram_quantile(0.5, falling_bucket) | {} 0.8",
        "histogram_fraction(0, 1, h_bucket) | {} 0.25",
        "histogram_count(h_bucket) | ''",
        "histogram_quantiles(h_bucket, 'q', 0.5, 1) | {q=\"0.5\"} 1.5, {q=\"1.0\"} 2.0",
    })
    void yields(String query, String expected) {
        assertThat(fixture.answer(query.replace('\'', '"'), 0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "label_replace(a, 'dst', '$1', 'src', '(.*') | invalid regular expression in label_replace(): (.*",
        "label_replace(a, '', '$1', 'src', '(.*)') | invalid destination label name in label_replace():",
        "label_replace(a, '\\xff', '$1', 'src', '(.*)') | invalid destination label name in label_replace():",
        "label_replace(b, 'i', '', '', '') | vector cannot contain metrics with the same labelset",
        "label_join(a, '', ',', 'src') | invalid destination label name in label_join():",
        "label_join(a, 'x', ',', '') | invalid source label name in label_join():",
        "label_join(b, 'i', ',') | vector cannot contain metrics with the same labelset",
        "double_exponential_smoothing(a[5m], 2, 0.5) | invalid smoothing factor. Expected: 0 <= sf <= 1, got: 2",
        "double_exponential_smoothing(a[5m], 0.5, -1) | invalid trend factor. Expected: 0 <= tf <= 1, got: -1",
    })
    void refuses(String query, String message) {
        assertThat(fixture.failure(query.replace('\'', '"'), 0)).isNotNull().hasMessageContaining(message);
    }

    @Test
    void bucketsThatCannotBeReadAreLeftOutAndReported() {
        var result = fixture.engine.instant(fixture.storage, "histogram_quantile(0.1, broken_bucket)", 0);
        assertThat(((Value.Vector) result.value()).elements()).singleElement().satisfies(e -> assertThat(e.value()).isEqualTo(0.4));
        assertThat(result.warnings()).singleElement().asString()
                .contains("bucket label \"le\" is missing or has a malformed value of \"many\" for metric name \"broken_bucket\" (1:25)");
    }

    @Test
    void countsThatFallAreReported() {
        var result = fixture.engine.instant(fixture.storage, "histogram_quantile(0.5, falling_bucket)", 0);
        assertThat(result.infos()).singleElement().asString().contains("needed to be fixed for monotonicity", "from buckets 2 to 2, with a max diff of 2, over 1 samples", "(1:25)");
    }

    @Test
    void sortingARangeIsPointless() {
        assertThat(fixture.engine.range(fixture.storage, "sort(b)", 0, 60_000, 60_000).warnings()).singleElement().asString()
                .contains("sort is ineffective for range queries");
    }

    @Test
    void labelsSortAsPeopleDo() {
        fixture.load("n", "i=10", 60_000, "1").load("n", "i=9", 60_000, "1").load("n", "i=1", 60_000, "1");
        assertThat(fixture.vector("sort_by_label(n, \"i\")", 0)).extracting(e -> e.labels().get("i")).containsExactly("1", "9", "10");
        assertThat(fixture.vector("sort_by_label_desc(n, \"i\")", 0)).extracting(e -> e.labels().get("i")).containsExactly("10", "9", "1");
    }
}
