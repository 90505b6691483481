package dev.plumbline.daemon.command;

import dev.plumbline.model.Labels;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** An answer of the query API as rows of series, time and value. */
final class ResultTable {
    private final List<Row> rows = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    private record Row(String series, String time, String value) {}

    private ResultTable() {}

    /** @throws tools.jackson.core.JacksonException when it is not JSON */
    static ResultTable read(String body) {
        var table = new ResultTable();
        try (JsonParser parser = new JsonFactory().createParser(body)) {
            parser.nextToken();
            table.object(parser, table::topMember);
        }
        return table;
    }

    private interface Member {
        void read(JsonParser parser, String name);
    }

    private void object(JsonParser parser, Member member) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            member.read(parser, name);
        }
    }

    private void topMember(JsonParser parser, String name) {
        switch (name) {
            case "data" -> object(parser, this::dataMember);
            case "warnings", "infos" -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    notices.add(parser.getString());
                }
            }
            default -> parser.skipChildren();
        }
    }

    private void dataMember(JsonParser parser, String name) {
        if (!name.equals("result")) {
            parser.skipChildren();
            return;
        }
        boolean first = true;
        String time = null;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                series(parser);
            } else if (first) { // a scalar or string: [time, "value"]
                time = parser.getString();
                first = false;
            } else {
                rows.add(new Row("", time == null ? "" : time, parser.getString()));
            }
        }
    }

    private void series(JsonParser parser) {
        var labels = new LinkedHashMap<String, String>();
        var points = new ArrayList<String[]>();
        object(parser, (p, name) -> {
            switch (name) {
                case "metric" -> object(p, (q, label) -> labels.put(label, q.getString()));
                case "value" -> points.add(point(p));
                case "values" -> {
                    while (p.nextToken() != JsonToken.END_ARRAY) {
                        points.add(point(p));
                    }
                }
                default -> p.skipChildren();
            }
        });
        String series = text(labels);
        points.forEach(point -> rows.add(new Row(series, point[0], point[1])));
    }

    private static String[] point(JsonParser parser) {
        parser.nextToken();
        String time = parser.getString();
        parser.nextToken();
        String value = parser.getString();
        parser.nextToken();
        return new String[] {time, value};
    }

    private static String text(Map<String, String> labels) {
        @Nullable String name = labels.get(Labels.METRIC_NAME);
        String rest = Labels.of(labels).withoutMetricName().toString();
        return name == null ? rest : rest.equals("{}") ? name : name + rest;
    }

    void print(PrintWriter out, PrintWriter err) {
        int series = rows.stream().mapToInt(row -> row.series.length()).max().orElse(0);
        int time = rows.stream().mapToInt(row -> row.time.length()).max().orElse(0);
        for (Row row : rows) {
            out.println((pad(row.series, series) + "  " + pad(row.time, time) + "  " + row.value).strip());
        }
        notices.forEach(err::println);
        if (rows.isEmpty()) {
            err.println("no series");
        }
        err.flush();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    void printCsv(PrintWriter out) {
        out.println("series,time,value");
        rows.forEach(row -> out.println(quoted(row.series) + "," + row.time + "," + quoted(row.value)));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
