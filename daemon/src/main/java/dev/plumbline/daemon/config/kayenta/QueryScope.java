package dev.plumbline.daemon.config.kayenta;

import java.util.Map;

/**
 * What a query is made for: one side of a comparison.
 *
 * @param scope what queries call <code>${scope}</code>
 * @param location what they call <code>${location}</code>
 * @param parameters further words of queries
 * @param selectedLater whether a query that says nothing of the scope is made all the same, since whoever asks for it adds what is missing
 */
public record QueryScope(String scope, String location, Map<String, String> parameters, boolean selectedLater) {
    public QueryScope {
        parameters = Map.copyOf(parameters);
    }

    /** One that every query must say itself. */
    public QueryScope(String scope, String location, Map<String, String> parameters) {
        this(scope, location, parameters, false);
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** The same for something else. */
    QueryScope of(String other) {
        return new QueryScope(other, location, parameters, selectedLater);
    }
}
