package dev.plumbline.daemon.notifiers.email;

import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.VerdictReport.Metric;
import dev.plumbline.daemon.notifiers.message.VerdictText;

/** A verdict as the HTML part of a mail: styles stand in the elements, as mail programs want it. Every text is escaped. */
final class VerdictHtml {
    private static final String CELL = "<td style=\"padding:4px 12px 4px 0;vertical-align:top\">";

    private VerdictHtml() {}

    static String of(VerdictReport report) {
        var html = new StringBuilder("<!DOCTYPE html>\n<html><body style=\"font-family:sans-serif\">\n");
        html.append("<h2 style=\"color:").append(color(report)).append("\">").append(escaped(VerdictText.title(report))).append("</h2>\n");
        if (!report.reason().isEmpty()) {
            html.append("<p>").append(escaped(report.reason())).append("</p>\n");
        }
        if (!report.metrics().isEmpty()) {
            html.append("<table>\n");
            report.metrics().forEach(metric -> row(html, metric));
            html.append("</table>\n");
        }
        html.append("<p>score ").append(report.score()).append(", analysis ").append(escaped(report.analysis())).append("</p>\n");
        if (isLink(report.reportUrl())) {
            html.append("<p><a href=\"").append(escaped(report.reportUrl())).append("\">Report</a></p>\n");
        }
        return html.append("</body></html>\n").toString();
    }

    private static void row(StringBuilder html, Metric metric) {
        html.append("<tr>").append(CELL).append(escaped(metric.name())).append("</td>").append(CELL).append(escaped(metric.outcome()))
                .append("</td>").append(CELL).append(escaped(metric.reason())).append("</td></tr>\n");
    }

    private static String color(VerdictReport report) {
        return switch (report.outcome()) {
            case GO -> "#1a7f37";
            case NO_GO -> "#b3261e";
            case INCONCLUSIVE -> "#9a6700";
        };
    }

    private static boolean isLink(String url) {
        return url.startsWith("https://") || url.startsWith("http://");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
