/**
 * Evaluations in Keptn's shapes under {@code /keptn}. What is wrong with a request is 400, what is not there 404, too much 429, each as
 * <code>{"code": …, "message": …}</code>; nothing may be cached. Controllers only carry; {@link dev.plumbline.daemon.keptn.Keptn} does.
 */
@NullMarked
package dev.plumbline.daemon.api.keptn;

import org.jspecify.annotations.NullMarked;
