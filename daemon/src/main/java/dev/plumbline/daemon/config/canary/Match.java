package dev.plumbline.daemon.config.canary;

/** Which services a policy governs; an empty string stands for all. */
public record Match(String namespace, String service) {

    /** How many conditions it has, 0 to 2: the policy with most of them wins. */
    public int specificity() {
        return (namespace.isEmpty() ? 0 : 1) + (service.isEmpty() ? 0 : 1);
    }

    /** Whether it governs the service. A question without a namespace fits every namespace. */
    public boolean fits(String askedNamespace, String askedService) {
        return fitsPart(namespace, askedNamespace) && (service.isEmpty() || service.equals(askedService));
    }

    private static boolean fitsPart(String mine, String asked) {
        return mine.isEmpty() || asked.isEmpty() || mine.equals(asked);
    }

    /** Whether a service could be governed by both, with neither more specific: which one is meant would be a guess. */
    public boolean ties(Match other) {
        return specificity() == other.specificity() && overlaps(namespace, other.namespace) && overlaps(service, other.service);
    }

    private static boolean overlaps(String a, String b) {
        return a.isEmpty() || b.isEmpty() || a.equals(b);
    }

    /** {@code namespace=shop, service=checkout}, or {@code everything}. */
    @Override
    public String toString() {
        String both = namespace.isEmpty() || service.isEmpty() ? "" : ", ";
        String text = (namespace.isEmpty() ? "" : "namespace=" + namespace) + both + (service.isEmpty() ? "" : "service=" + service);
        return text.isEmpty() ? "everything" : text;
    }
}
