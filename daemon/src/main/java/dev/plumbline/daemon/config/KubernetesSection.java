package dev.plumbline.daemon.config;

import com.google.re2j.Pattern;
import dev.plumbline.daemon.config.DiscoveryConfig.Attach;
import dev.plumbline.daemon.config.DiscoveryConfig.Role;
import dev.plumbline.daemon.config.DiscoveryConfig.Selector;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one entry of kubernetes_sd_configs, with Prometheus's rules for what goes together. */
final class KubernetesSection {
    private static final Map<String, Role> ROLES =
            Stream.of(Role.values()).collect(Collectors.toMap(role -> role.name().toLowerCase(Locale.ROOT), role -> role));
    /** Whose objects a role reads, and so whose selectors make sense. */
    private static final Map<Role, List<Role>> SELECTABLE = Map.of(Role.POD, List.of(Role.POD, Role.NODE),
            Role.SERVICE, List.of(Role.SERVICE), Role.ENDPOINTS, List.of(Role.POD, Role.SERVICE, Role.ENDPOINTS),
            Role.ENDPOINTSLICE, List.of(Role.POD, Role.SERVICE, Role.ENDPOINTSLICE), Role.NODE, List.of(Role.NODE),
            Role.INGRESS, List.of(Role.INGRESS));
    private static final String KEY = "\\s*[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?\\s*";
    private static final String VALUE = "\\s*([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?\\s*";
    private static final String REQUIREMENT = "(!?" + KEY + "|" + KEY + "(=|==|!=)" + VALUE + "|" + KEY + "[<>]\\s*-?[0-9]+\\s*|"
            + KEY + "\\s(not)?in\\s*\\(" + VALUE + "(," + VALUE + ")*\\)\\s*)";
    private static final Pattern LABELS = Pattern.compile("|" + REQUIREMENT + "(," + REQUIREMENT + ")*");
    private static final String FIELD = "\\s*[A-Za-z][A-Za-z0-9.\\[\\]'/_-]*\\s*(=|==|!=)[^,=]*";
    private static final Pattern FIELDS = Pattern.compile("|" + FIELD + "(," + FIELD + ")*");
    private final LoadContext context;
    private final MappingReader k;

    private KubernetesSection(LoadContext context, MappingReader k) {
        this.context = context;
        this.k = k;
    }

    /** What the entry says, or null after an error that leaves nothing to use. */
    static DiscoveryConfig.@Nullable Kubernetes read(LoadContext context, MappingReader entry) {
        return new KubernetesSection(context, entry).read();
    }

    private DiscoveryConfig.@Nullable Kubernetes read() {
        Role role = role(k, "kubernetes_sd_configs");
        KubernetesAccess access = KubernetesAccessSection.read(context, k);
        MappingReader spaces = k.mapping("namespaces");
        List<String> names = spaces.strings("names");
        boolean own = spaces.bool("own_namespace", false);
        if (own && !(access instanceof KubernetesAccess.InCluster)) {
            spaces.error("own_namespace", "own_namespace excludes api_server and kubeconfig_file: only a pod has a namespace of its own");
        }
        spaces.finish();
        Map<Role, Selector> selectors = role == null ? Map.of() : selectors(role);
        Attach attach = attach();
        k.know(List.of("selectors"));
        k.finish();
        return role == null || access == null ? null : new DiscoveryConfig.Kubernetes(role, access, names, own, selectors, attach);
    }

    private static @Nullable Role role(MappingReader reader, String what) {
        String text = reader.string("role", "");
        Role role = ROLES.get(text);
        if (role == null) {
            reader.error("role", what + " needs a role: pod, service, endpoints, endpointslice, node or ingress"
                    + (text.isEmpty() ? "" : ", not \"" + text + "\""));
        }
        return role;
    }

    private Map<Role, Selector> selectors(Role role) {
        Map<Role, Selector> found = new EnumMap<>(Role.class);
        for (YamlNode item : k.items("selectors")) {
            MappingReader s = MappingReader.of(item, "selectors", k.problems());
            Role of = role(s, "a selector");
            var selector = new Selector(s.string("label", ""), s.string("field", ""));
            if (!LABELS.matches(selector.label())) {
                s.error("label", "\"" + selector.label() + "\" is not a label selector such as app=web,tier!=cache or env in (a,b)");
            }
            if (!FIELDS.matches(selector.field())) {
                s.error("field", "\"" + selector.field() + "\" is not a field selector such as spec.nodeName=n1,status.phase!=Failed");
            }
            s.finish();
            if (of != null) {
                add(role, of, selector, s, found);
            }
        }
        return found;
    }

    private static void add(Role role, Role of, Selector selector, MappingReader at, Map<Role, Selector> found) {
        List<Role> allowed = SELECTABLE.getOrDefault(role, List.of());
        if (!allowed.contains(of)) {
            at.error("role", "the role " + word(role) + " takes selectors of "
                    + String.join(", ", allowed.stream().map(KubernetesSection::word).toList()) + ", not of " + word(of));
        } else if (found.putIfAbsent(of, selector) != null) {
            at.error("role", "there is a selector of role " + word(of) + " already; join them with commas");
        }
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private Attach attach() {
        MappingReader a = k.mapping("attach_metadata");
        var attach = new Attach(a.bool("node", false), a.bool("namespace", false), a.bool("deployment", false),
                a.bool("job", false), a.bool("cronjob", false));
        a.finish();
        return attach;
    }
}
