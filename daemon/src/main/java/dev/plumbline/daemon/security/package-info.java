/**
 * Who may ask what: bearer tokens with scopes, and the rule that an address beyond loopback is not served without
 * authentication unless that is said explicitly. Tokens are compared by their SHA-256 in constant time and never logged.
 * Used by the HTTP filter and the wiring; sees the configuration's token records.
 */
@NullMarked
package dev.plumbline.daemon.security;

import org.jspecify.annotations.NullMarked;
