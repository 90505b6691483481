/**
 * Where a GitHub App's webhook goes: {@code POST /github}. It needs no token; a request counts by its signature
 * ({@code X-Hub-Signature-256}: HMAC-SHA256 of the body with the webhook's secret). A deployment protection rule that was requested becomes an order
 * of {@link dev.plumbline.daemon.github.DeploymentGate}, by the rules of the section {@code github} of the configuration; everything else is welcome
 * and forgotten. GitHub delivers once and shows the answer in the app's list of deliveries, where it can be delivered again.
 */
@NullMarked
package dev.plumbline.daemon.api.github;

import org.jspecify.annotations.NullMarked;
