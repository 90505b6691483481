package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.kayenta.MetricPair;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.List;

/**
 * Both sides of one metric, as a metric set pair list has them.
 *
 * @param id what results refer to it by; may be empty
 */
record IdentifiedPair(String id, MetricPair pair) {
    private static final int MAX_PAIRS = 5_000;

    /** Reads a metric set pair list. */
    static List<IdentifiedPair> readAll(JsonPart list) {
        List<JsonPart> elements = list.required().elements();
        if (elements.size() > MAX_PAIRS) {
            throw PlumblineException.user(list.path() + " has " + elements.size() + " pairs, at most " + MAX_PAIRS + " are judged");
        }
        return elements.stream().map(IdentifiedPair::read).toList();
    }

    private static IdentifiedPair read(JsonPart part) {
        JsonPart values = part.at("values").required();
        var pair = new MetricPair(part.at("name").required().text(""), part.at("tags").texts(), samples(values.at("control")), samples(values.at("experiment")));
        return new IdentifiedPair(part.at("id").text(""), pair);
    }

    private static double[] samples(JsonPart list) {
        return list.required().elements().stream().mapToDouble(JsonPart::sample).toArray();
    }

    /** What is judged, in order. */
    static List<MetricPair> pairs(List<IdentifiedPair> identified) {
        var pairs = new ArrayList<MetricPair>();
        identified.forEach(p -> pairs.add(p.pair()));
        return pairs;
    }
}
