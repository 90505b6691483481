/**
 * {@code GET /v1/tenants}: what each tenant may have, has, and was refused (docs/api.md). Asks a supplier that the wiring gives; changes nothing.
 * Limits are set in the configuration.
 */
@NullMarked
package dev.plumbline.daemon.api.tenants;

import org.jspecify.annotations.NullMarked;
