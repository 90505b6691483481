/**
 * What a Kayenta canary configuration says beside the judge's rules ({@link dev.plumbline.analysis.kayenta}): how each metric is measured and which
 * judge is wanted. JSON goes in as {@link dev.plumbline.daemon.config.kayenta.JsonPart}, and comes out as a
 * {@link dev.plumbline.daemon.config.kayenta.CanaryDefinition} whose queries are made for a
 * {@link dev.plumbline.daemon.config.kayenta.QueryScope}. What is wrong is a {@link dev.plumbline.model.PlumblineException} of kind USER that names the
 * place in the configuration. Pure. Used for Kayenta's own interface and for policies with {@code method: kayenta}.
 */
@NullMarked
package dev.plumbline.daemon.config.kayenta;

import org.jspecify.annotations.NullMarked;
