/**
 * Targets from the domain name system. {@link dev.plumbline.daemon.discovery.dns.DnsDiscovery} asks for the records of
 * each configured name every refresh interval and makes targets of them; a name that cannot be resolved keeps its last
 * targets, one that does not exist loses them. {@link dev.plumbline.daemon.discovery.dns.DnsResolver} is a small stub
 * resolver: servers and search domains of /etc/resolv.conf, UDP with a larger buffer, TCP after a cut answer. Uses config
 * and discovery; the wiring uses it. Follows RFC 1035, 2782, 3596 and 6891 and Prometheus's documentation of
 * dns_sd_config.
 */
@NullMarked
package dev.plumbline.daemon.discovery.dns;

import org.jspecify.annotations.NullMarked;
