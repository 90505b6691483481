package dev.plumbline.daemon.discovery.dns;

import dev.plumbline.daemon.config.DiscoveryConfig.RecordType;
import java.io.IOException;
import java.util.List;

/** Asks for records. Thread-safe; blocks. */
public interface DnsLookup {

    /**
     * The records of a type under a name, in the answer's order; empty when the name does not exist or has none of the
     * type.
     *
     * @throws IOException when no server gave an answer that can be relied on
     */
    List<Answer> lookup(String name, RecordType type) throws IOException;

    /** {@code target} is an address, or a name with its final dot; {@code port} is 0 for every type but SRV. */
    record Answer(String target, int port) {}
}
