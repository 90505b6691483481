package dev.plumbline.daemon.api.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.sequential.MetricHistory.Point;
import dev.plumbline.daemon.verdicts.DecisiveMetric;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class MetricPictureTest {
    private static final int CANARY = 0xd2323a;
    private static final int STABLE = 0x7b8494;

    private static BufferedImage drawn(List<Point> points) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(MetricPicture.png(new DecisiveMetric("errors", points, List.of(50.0), 0, 100, "errors"))));
    }

    /** Rows in which a column has about the colour, which is mixed with white at the edges of a line, from the top. */
    private static List<Integer> rows(BufferedImage image, int x, int colour) {
        return IntStream.range(0, image.getHeight()).filter(y -> isAbout(image.getRGB(x, y), colour)).boxed().toList();
    }

    private static boolean isAbout(int rgb, int colour) {
        return IntStream.of(0, 8, 16).allMatch(shift -> Math.abs((rgb >> shift & 0xff) - (colour >> shift & 0xff)) < 40);
    }

    @Test
    void bothArmsAreDrawnAtTheirValues() throws Exception {
        BufferedImage image = drawn(List.of(new Point(1_000, 75, 25, 1, 1), new Point(61_000, 75, 25, 1, 1)));
        assertThat(image.getWidth()).isEqualTo(MetricPicture.WIDTH);
        assertThat(image.getHeight()).isEqualTo(MetricPicture.HEIGHT);
        assertThat(rows(image, 320, CANARY)).isNotEmpty().allSatisfy(y -> assertThat(y).isBetween(60, 68));
        assertThat(rows(image, 320, STABLE)).isNotEmpty().allSatisfy(y -> assertThat(y).isBetween(172, 180));
        int dashes = (int) IntStream.range(0, image.getWidth()).filter(x -> (image.getRGB(x, 120) & 0xff) < 0x80).count();
        assertThat(dashes).as("dashed: neither nothing nor a line").isBetween(100, 500);
    }

    @Test
    void whereThereIsNoValueThereIsNoLine() throws Exception {
        BufferedImage image = drawn(List.of(new Point(0, 75, Double.NaN, 1, 0), new Point(30_000, 75, Double.NaN, 1, 0),
                new Point(40_000, Double.NaN, Double.NaN, 0, 0), new Point(60_000, 75, Double.NaN, 1, 0)));
        assertThat(rows(image, 100, CANARY)).isNotEmpty();
        assertThat(rows(image, 450, CANARY)).isEmpty();
        assertThat(rows(image, 100, STABLE)).as("but for the limit's dashes").allSatisfy(y -> assertThat(y).isBetween(118, 121));
        assertThat(rows(image, MetricPicture.WIDTH - 8, CANARY)).as("a value that stands alone").isNotEmpty();
    }
}
