package dev.plumbline.daemon.queries;

/**
 * Who asks what.
 *
 * @param text the expression, or the selectors; as it was sent
 * @param client the asker's address, empty when not known
 * @param agent what the asker calls itself, empty when it does not
 */
public record QueryRequest(Kind kind, String text, String client, String agent) {
    private static final int MAX_TEXT = 10_000;
    private static final int MAX_AGENT = 200;

    /** What is asked for. */
    public enum Kind {
        INSTANT("instant"), RANGE("range"), EXEMPLARS("exemplars"), SERIES("series"), LABELS("labels"), FEDERATE("federate"),
        READ("read"), STATISTICS("statistics");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Long texts are cut: they are kept for as long as the query is remembered. */
    public QueryRequest {
        text = cut(text, MAX_TEXT);
        agent = cut(agent, MAX_AGENT);
    }

    private static String cut(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit) + "…";
    }
}
