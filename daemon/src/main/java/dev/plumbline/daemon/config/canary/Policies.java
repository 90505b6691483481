package dev.plumbline.daemon.config.canary;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All policies in force. Immutable; a reload makes a new one. Names are unique and no two policies tie. */
public record Policies(List<PolicyDefinition> all) {
    /** No policy at all. */
    public static final Policies NONE = new Policies(List.of());

    public Policies {
        all = List.copyOf(all);
    }

    /** What a search found. */
    public sealed interface Found {

        /** The one policy, and the namespace that it is about: the asked one, else the policy's own, which may be empty. */
        record One(PolicyDefinition policy, String namespace) implements Found {}

        /** No policy governs the service; why. */
        record None(String message) implements Found {}

        /** The question fits policies of several namespaces; what to add. */
        record Several(String message) implements Found {}
    }

    /**
     * The most specific policy that governs the service. A template governs none: it is asked for by its name.
     *
     * @param namespace empty when not known: then the policies of all namespaces fit
     * @param policyName the only policy to look at, empty for all
     */
    public Found find(String namespace, String service, String policyName) {
        List<PolicyDefinition> named = all.stream().filter(p -> policyName.isEmpty() ? !p.byTemplate() : p.name().equals(policyName)).toList();
        if (named.isEmpty() && !policyName.isEmpty()) {
            return new Found.None("there is no policy \"" + policyName + "\"; there are: " + names());
        }
        List<PolicyDefinition> fitting = named.stream().filter(p -> p.match().fits(namespace, service)).toList();
        int most = fitting.stream().mapToInt(p -> p.match().specificity()).max().orElse(-1);
        List<PolicyDefinition> best = fitting.stream().filter(p -> p.match().specificity() == most).toList();
        return switch (best.size()) {
            case 0 -> none(namespace, service, named, policyName.isEmpty() ? templates() : "");
            case 1 -> new Found.One(best.getFirst(), namespace.isEmpty() ? best.getFirst().match().namespace() : namespace);
            default -> new Found.Several("service \"" + service + "\" has policies in several namespaces, add namespace="
                    + best.stream().map(p -> p.match().namespace()).collect(Collectors.toCollection(TreeSet::new)).stream()
                            .collect(Collectors.joining(" or namespace=")));
        };
    }

    /** Every receiver that a policy names and that is not among those given, with the policy: {@code policy "web" notifies "x"}. */
    public List<String> unknownReceivers(Set<String> receivers) {
        return all.stream().flatMap(p -> p.reactions().receivers().stream().filter(r -> !receivers.contains(r))
                .map(r -> "policy \"" + p.name() + "\" notifies \"" + r + "\", which is no receiver; there are: "
                        + (receivers.isEmpty() ? "none (the configuration has no alertmanager_config_file)" : String.join(", ", new TreeSet<>(receivers)))))
                .toList();
    }

    private static Found none(String namespace, String service, List<PolicyDefinition> looked, String templates) {
        String where = namespace.isEmpty() ? "" : " in namespace \"" + namespace + "\"";
        String have = looked.isEmpty() ? "no canary policies are loaded"
                : "there are " + looked.stream().map(p -> p.name() + " (" + p.match() + ")").collect(Collectors.joining(", "));
        return new Found.None("no policy governs service \"" + service + "\"" + where + "; " + have + templates);
    }

    private String templates() {
        List<String> names = all.stream().filter(PolicyDefinition::byTemplate).map(PolicyDefinition::name).toList();
        return names.isEmpty() ? "" : "; a template judges what asks for it by name: policy=" + String.join(" or policy=", names);
    }

    private String names() {
        return all.isEmpty() ? "none" : all.stream().map(PolicyDefinition::name).collect(Collectors.joining(", "));
    }
}
