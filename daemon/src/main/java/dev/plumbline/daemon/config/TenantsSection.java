package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.storage.TenantLimits;
import dev.plumbline.storage.TenantLimits.Kind;
import dev.plumbline.storage.TenantRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the section tenants: {from, default, limits: {default: {…}, all: {…}, NAME: {…}}}. What a tenant's limits leave open is as in
 * default; 0 is no limit.
 */
final class TenantsSection {
    private static final String OTHERS = "default";
    private static final String ALL = "all";
    private static final int MOST_NAMES = 16;
    private static final int MOST_NAMED = 10_000;

    private TenantsSection() {}

    static @Nullable TenantRules read(MappingReader root) {
        if (!root.keys().contains("tenants")) {
            return null;
        }
        MappingReader tenants = root.mapping("tenants");
        List<String> from = from(tenants);
        String absent = tenants.string(OTHERS, TenantRules.UNKNOWN);
        if (absent.isEmpty()) {
            tenants.error(OTHERS, "default must be the name of a tenant, not empty");
        }
        MappingReader limits = tenants.mapping("limits");
        TenantLimits others = limits(limits, OTHERS, TenantLimits.NONE);
        TenantLimits all = limits(limits, ALL, TenantLimits.NONE);
        Map<String, TenantLimits> named = new HashMap<>();
        for (String name : limits.keys()) {
            if (!name.equals(OTHERS) && !name.equals(ALL)) {
                named.put(name, limits(limits, name, others));
            }
        }
        if (named.size() > MOST_NAMED) {
            tenants.error("limits", "limits names " + named.size() + " tenants; at most " + MOST_NAMED);
        }
        tenants.finish();
        return new TenantRules(from, absent, others, all, named);
    }

    /** Dots are underscores in labels. */
    private static List<String> from(MappingReader tenants) {
        if (!tenants.has("from")) {
            return TenantRules.USUAL;
        }
        List<String> from = tenants.strings("from").stream().map(name -> name.replace('.', '_')).toList();
        if (from.isEmpty() || from.size() > MOST_NAMES) {
            tenants.error("from", "from must name 1 to " + MOST_NAMES + " labels, not " + from.size());
        } else if (from.contains("") || new HashSet<>(from).size() < from.size()) {
            tenants.error("from", "from must name each label once, and none may be empty; dots count as underscores");
        }
        return from;
    }

    private static TenantLimits limits(MappingReader all, String name, TenantLimits absent) {
        if (!all.has(name)) {
            return absent;
        }
        MappingReader r = all.mapping(name);
        var limits = new TenantLimits(limit(r, Kind.SERIES, absent), limit(r, Kind.SAMPLES_PER_SECOND, absent), limit(r, Kind.LABEL_NAMES, absent),
                limit(r, Kind.LABEL_NAME_LENGTH, absent), limit(r, Kind.LABEL_VALUE_LENGTH, absent));
        r.finish();
        return limits;
    }

    private static long limit(MappingReader r, Kind kind, TenantLimits absent) {
        return r.integer(kind.key(), absent.of(kind), 0, 1_000_000_000_000L);
    }
}
