package dev.plumbline.storage;

import dev.plumbline.model.Labels;
import java.util.List;
import java.util.Map;

/**
 * Whom series belong to, and what each may have.
 *
 * @param from names of labels, the first that a series has says its tenant
 * @param absent the tenant of series that have none of them
 * @param others limits of tenants that are not named
 * @param all limits of all together
 * @param limits of the tenants that are named, complete
 */
public record TenantRules(List<String> from, String absent, TenantLimits others, TenantLimits all, Map<String, TenantLimits> limits) {
    /** The labels that tenants are told by when nothing else is said. */
    public static final List<String> USUAL = List.of("tenant_id", "tenant", "organization_id");
    /** The tenant of series without such a label when nothing else is said. */
    public static final String UNKNOWN = "unknown";
    /** For who wants to know of tenants and to limit none. */
    public static final TenantRules UNLIMITED = new TenantRules(USUAL, UNKNOWN, TenantLimits.NONE, TenantLimits.NONE, Map.of());

    public TenantRules {
        from = List.copyOf(from);
        limits = Map.copyOf(limits);
    }

    /** Whose a series is. */
    public String tenant(Labels labels) {
        for (String name : from) {
            String value = labels.get(name);
            if (!value.isEmpty()) {
                return value;
            }
        }
        return absent;
    }

    public TenantLimits limits(String tenant) {
        return limits.getOrDefault(tenant, others);
    }

    /** Whether both tell tenants alike, so that series stay whose they are. */
    public boolean tellsAs(TenantRules other) {
        return from.equals(other.from) && absent.equals(other.absent);
    }
}
