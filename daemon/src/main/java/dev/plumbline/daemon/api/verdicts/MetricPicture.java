package dev.plumbline.daemon.api.verdicts;

import dev.plumbline.analysis.sequential.MetricHistory.Point;
import dev.plumbline.daemon.verdicts.DecisiveMetric;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;

/**
 * A metric over time as a PNG of 640 × 240 pixels, for chats that show pictures. There is no text in it, since a container need not have any font; the
 * metric's caption says what is what.
 */
final class MetricPicture {
    static final int WIDTH = 640;
    static final int HEIGHT = 240;
    private static final int EDGE = 8;
    private static final int GRID_LINES = 4;
    private static final Color GRID = new Color(0xe4e6ea);
    private static final Color STABLE = new Color(0x7b8494);
    private static final Color CANARY = new Color(0xd2323a);
    private static final Color LIMIT = new Color(0x20242c);
    private static final float[] DASHES = {6, 5};
    private final DecisiveMetric metric;
    private final long startMillis;
    private final double millis;

    private MetricPicture(DecisiveMetric metric) {
        this.metric = metric;
        startMillis = metric.points().getFirst().endMillis();
        millis = Math.max(1, metric.points().getLast().endMillis() - startMillis);
    }

    static byte[] png(DecisiveMetric metric) {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            new MetricPicture(metric).draw(g);
        } finally {
            g.dispose();
        }
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private void draw(Graphics2D g) {
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, HEIGHT);
        g.setColor(GRID);
        for (int i = 0; i <= GRID_LINES; i++) {
            level(g, metric.low() + (metric.high() - metric.low()) * i / GRID_LINES);
        }
        g.setStroke(new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0));
        g.setColor(LIMIT);
        metric.limits().forEach(limit -> level(g, limit));
        g.setStroke(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setColor(STABLE);
        g.draw(line(Point::baseline));
        g.setColor(CANARY);
        g.draw(line(Point::canary));
    }

    private void level(Graphics2D g, double value) {
        g.draw(new Line2D.Double(EDGE, y(value), WIDTH - EDGE, y(value)));
    }

    /** Broken where there is no value; one that stands alone is a dot. */
    private Path2D line(ToDoubleFunction<Point> value) {
        var path = new Path2D.Double();
        boolean down = false;
        for (Point p : metric.points()) {
            double v = value.applyAsDouble(p);
            if (!Double.isFinite(v)) {
                down = false;
                continue;
            }
            double x = EDGE + (WIDTH - 2 * EDGE) * (p.endMillis() - startMillis) / millis;
            if (!down) {
                path.moveTo(x, y(v));
            }
            path.lineTo(x, y(v));
            down = true;
        }
        return path;
    }

    private double y(double value) {
        return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (value - metric.low()) / (metric.high() - metric.low());
    }
}
