/**
 * Kayenta's HTTP interface under {@code /kayenta}: paths, parameters, shapes and statuses as its controllers define them, so that
 * Argo Rollouts' kayenta provider, Spinnaker's canary stage and a Kayenta that asks a remote judge are only pointed here. What is
 * wrong with a request is 400, what is not there 404, too much 429, each as {@code {"message": …}}; nothing may be cached. Controllers
 * only carry; {@link dev.plumbline.daemon.kayenta.Kayenta} does. Accounts may have any name: one store stands behind all of them.
 */
@NullMarked
package dev.plumbline.daemon.api.kayenta;

import org.jspecify.annotations.NullMarked;
